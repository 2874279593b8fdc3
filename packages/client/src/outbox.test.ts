import type { ClientMessage } from '@posthouse/protocol';
import { describe, expect, it } from 'vitest';
import { Outbox } from './outbox.ts';
import { FakeLine } from './testing/fake-line.ts';

const room = { name: 'r', key: 'k' };
const publish = (data: unknown): ClientMessage => ({ type: 'publish', room, data });
const ping = (id: string): ClientMessage => ({ type: 'ping', id });
const nobody = () => {};

function setUp(bound = 2) {
  const line = new FakeLine();
  const refused: string[] = [];
  return {
    line,
    outbox: new Outbox(line, bound),
    refused,
    refuse: ({ code }: { code: string }) => void refused.push(code),
  };
}

describe('what is posted', () => {
  it('waits for a connection in order, within a bound', () => {
    const { line, outbox } = setUp();
    line.open = false;
    outbox.post(publish(1), nobody);
    outbox.post(publish(2), nobody);
    expect(() => outbox.post(publish(3), nobody)).toThrow(
      expect.objectContaining({ code: 'NATIVE_QUEUE_FULL' }),
    );
    line.open = true;
    outbox.flush();
    outbox.post(publish(4), nobody);
    expect(line.sent.map(({ data }) => data)).toEqual([1, 2, 4]);
  });

  it('waits for its turn when the line takes no more, and over the end of the connection', () => {
    const { line, outbox } = setUp();
    line.takes = 1;
    const sent: number[] = [];
    for (const n of [1, 2, 3]) outbox.post(publish(n), nobody, () => sent.push(n));
    expect(() => outbox.post(publish(4), nobody)).toThrow(
      expect.objectContaining({ code: 'NATIVE_QUEUE_FULL' }),
    );
    expect(sent).toEqual([1]);
    line.open = false;
    outbox.lost();
    outbox.flush();
    expect(sent).toEqual([1]);
    line.open = true;
    line.takes = Infinity;
    outbox.flush();
    expect(sent).toEqual([1, 2, 3]);
    expect(line.sent.map(({ data }) => data)).toEqual([1, 2, 3]);
  });

  it('is what it was when it was said', () => {
    const { line, outbox } = setUp();
    line.open = false;
    const data = { n: 1 };
    outbox.post(publish(data), nobody);
    data.n = 2;
    line.open = true;
    outbox.flush();
    expect(line.sent[0]?.data).toEqual({ n: 1 });
  });

  it('is refused when it turns out too large, and what comes behind it goes out', () => {
    const { line, outbox, refused, refuse } = setUp();
    line.open = false;
    outbox.post(publish('x'.repeat(2_000)), refuse);
    outbox.post(publish('small'), refuse);
    line.open = true;
    outbox.flush();
    expect(refused).toEqual(['NATIVE_TOO_LARGE']);
    expect(line.sent.map(({ data }) => data)).toEqual(['small']);
  });

  it('keeps its order when one that is refused makes its owner say another', () => {
    const { line, outbox } = setUp(3);
    line.open = false;
    outbox.post(publish('x'.repeat(2_000)), () => outbox.post(publish('shorter'), nobody));
    outbox.post(publish('next'), nobody);
    line.open = true;
    outbox.flush();
    expect(line.sent.map(({ data }) => data)).toEqual(['next', 'shorter']);
  });

  it('is refused when the client ends, and nothing is taken after that', () => {
    const { line, outbox, refused, refuse } = setUp();
    line.open = false;
    outbox.post(publish(1), refuse);
    outbox.post(publish(2), refuse);
    outbox.close();
    expect(refused).toEqual(['NATIVE_CLOSED', 'NATIVE_CLOSED']);
    expect(() => outbox.post(publish(3), refuse)).toThrow(expect.objectContaining({ code: 'NATIVE_CLOSED' }));
  });
});

describe('what is said', () => {
  it('belongs to its connection: without one it is not taken, and it ends with it', () => {
    const { line, outbox } = setUp();
    line.takes = 0;
    expect(outbox.say(ping('a'))).toBe(true);
    expect(outbox.isBehind).toBe(true);
    line.open = false;
    outbox.lost();
    expect(outbox.isBehind).toBe(false);
    expect(outbox.say(ping('b'))).toBe(false);
    line.open = true;
    line.takes = Infinity;
    outbox.flush();
    expect(line.sent).toEqual([]);
  });

  it('keeps its order with what is posted, and takes none of its room', () => {
    const { line, outbox } = setUp(2);
    line.takes = 0;
    outbox.post(publish(1), nobody);
    for (const id of ['a', 'b', 'c']) outbox.say(ping(id));
    outbox.post(publish(2), nobody);
    line.takes = 3;
    outbox.flush();
    line.takes = Infinity;
    outbox.flush();
    expect(line.sent.map(({ id, data }) => id ?? data)).toEqual([1, 'a', 'b', 'c', 2]);
  });

  it('goes first on a new connection, before all that has waited for it', () => {
    const { line, outbox } = setUp();
    line.open = false;
    outbox.post(publish(1), nobody);
    line.open = true;
    line.takes = 1;
    outbox.opened(() => {
      outbox.say(ping('a'));
      outbox.say(ping('b'));
    });
    line.takes = Infinity;
    outbox.flush();
    expect(line.sent.map(({ id, data }) => id ?? data)).toEqual(['a', 'b', 1]);
  });
});
