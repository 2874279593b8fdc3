import type { ClientMessage } from '@posthouse/protocol';
import { describe, expect, it } from 'vitest';
import { Outbox } from './outbox.ts';
import { Requests } from './requests.ts';
import { ClientError } from './client-error.ts';
import { FakeTimers } from './testing/fake-timers.ts';

const timestamp = '2026-01-01T00:00:00.000Z';

function setUp(bound = 2) {
  const sent: ClientMessage[] = [];
  const line = { up: true };
  const timers = new FakeTimers();
  const outbox = new Outbox((message) => {
    if (line.up) sent.push(message);
    return line.up;
  }, bound);
  return { sent, line, timers, outbox, requests: new Requests(outbox, timers) };
}

const nobody = () => {};

describe('requests', () => {
  it('gets the answer with its own id, in whatever order they come', async () => {
    const { requests, sent } = setUp();
    const first = requests.request('a', { n: 1 }, 1_000);
    const second = requests.request('b', undefined, 1_000);
    expect(sent).toEqual([
      { type: 'request', id: 'q1', data: { method: 'a', params: { n: 1 } } },
      { type: 'request', id: 'q2', data: { method: 'b' } },
    ]);
    requests.answered({ type: 'response', timestamp, id: 'q2', data: { result: 2 } });
    requests.answered({ type: 'response', timestamp, id: 'q1', data: { result: 1 } });
    expect(await Promise.all([first, second])).toEqual([1, 2]);
  });

  it('rejects with the code and the words of the hub', async () => {
    const { requests } = setUp();
    const request = requests.request('a', undefined, 1_000);
    requests.answered({
      type: 'response',
      timestamp,
      id: 'q1',
      data: { error: { code: 'NATIVE_NO_METHOD', message: '没有这个方法', detail: { method: 'a' } } },
    });
    await expect(request).rejects.toMatchObject({
      code: 'NATIVE_NO_METHOD',
      message: '没有这个方法',
      detail: { method: 'a' },
    });
  });

  it('gives up in time, and takes back what was never sent', async () => {
    const { requests, timers, line, outbox, sent } = setUp();
    line.up = false;
    const request = requests.request('a', undefined, 1_000);
    timers.advance(1_000);
    await expect(request).rejects.toMatchObject({ code: 'NATIVE_TIMEOUT' });
    line.up = true;
    outbox.flush();
    expect(sent).toEqual([]);
  });

  it('is not asked twice: what was sent when the connection broke is told as not known', async () => {
    const { requests, line, outbox, sent } = setUp();
    const asked = requests.request('a', undefined, 1_000);
    line.up = false;
    const waiting = requests.request('b', undefined, 1_000);
    requests.lost(false);
    await expect(asked).rejects.toMatchObject({ code: 'NATIVE_DISCONNECTED' });
    line.up = true;
    outbox.flush();
    expect(sent.map(({ id }) => id)).toEqual(['q1', 'q2']);
    requests.answered({ type: 'response', timestamp, id: 'q2', data: { result: 'b' } });
    expect(await waiting).toBe('b');
  });

  it('rejects all when the client is closed', async () => {
    const { requests, line } = setUp();
    line.up = false;
    const waiting = requests.request('a', undefined, 1_000);
    requests.lost(true);
    await expect(waiting).rejects.toMatchObject({ code: 'NATIVE_DISCONNECTED' });
  });

  it('rejects when the hub refuses the message itself', async () => {
    const { requests } = setUp();
    const request = requests.request('x'.repeat(65), undefined, 1_000);
    expect(requests.refused('q1', new ClientError('NATIVE_BAD_MESSAGE'))).toBe(true);
    await expect(request).rejects.toMatchObject({ code: 'NATIVE_BAD_MESSAGE' });
    expect(requests.refused('q1', new ClientError('NATIVE_BAD_MESSAGE'))).toBe(false);
  });
});

describe('the outbox', () => {
  it('keeps the order and refuses what is beyond its bound', async () => {
    const { line, outbox, sent, requests } = setUp(2);
    line.up = false;
    outbox.post({ type: 'publish', room: { name: 'r', key: 'k' }, data: 1 }, nobody);
    outbox.post({ type: 'publish', room: { name: 'r', key: 'k' }, data: 2 }, nobody);
    expect(() => outbox.post({ type: 'ping' }, nobody)).toThrow(
      expect.objectContaining({ code: 'NATIVE_QUEUE_FULL' }),
    );
    await expect(requests.request('a', undefined, 1_000)).rejects.toMatchObject({
      code: 'NATIVE_QUEUE_FULL',
    });
    line.up = true;
    outbox.flush();
    outbox.post({ type: 'ping' }, nobody);
    expect(sent.map((message) => message.data)).toEqual([1, 2, undefined]);
  });

  it('keeps what it could not send when the line breaks in the middle', () => {
    const { line, outbox, sent } = setUp(2);
    line.up = false;
    outbox.post({ type: 'ping', id: 'a' }, nobody);
    outbox.flush();
    line.up = true;
    outbox.flush();
    expect(sent.map(({ id }) => id)).toEqual(['a']);
  });
});
