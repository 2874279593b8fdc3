import { describe, expect, it } from 'vitest';
import { Outbox } from './outbox.ts';
import { Requests } from './requests.ts';
import { ClientError } from './client-error.ts';
import { FakeLine } from './testing/fake-line.ts';
import { FakeTimers } from './testing/fake-timers.ts';

const timestamp = '2026-01-01T00:00:00.000Z';

function setUp(bound = 2) {
  const line = new FakeLine();
  const timers = new FakeTimers();
  const outbox = new Outbox(line, bound);
  return { sent: line.sent, line, timers, outbox, requests: new Requests(outbox, timers) };
}

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
    line.open = false;
    const request = requests.request('a', undefined, 1_000);
    timers.advance(1_000);
    await expect(request).rejects.toMatchObject({ code: 'NATIVE_TIMEOUT' });
    line.open = true;
    outbox.flush();
    expect(sent).toEqual([]);
  });

  it('is not asked twice: what was sent when the connection broke is told as not known', async () => {
    const { requests, line, outbox, sent } = setUp();
    const asked = requests.request('a', undefined, 1_000);
    line.open = false;
    const waiting = requests.request('b', undefined, 1_000);
    requests.lost();
    await expect(asked).rejects.toMatchObject({ code: 'NATIVE_DISCONNECTED' });
    line.open = true;
    outbox.flush();
    expect(sent.map(({ id }) => id)).toEqual(['q1', 'q2']);
    requests.answered({ type: 'response', timestamp, id: 'q2', data: { result: 'b' } });
    expect(await waiting).toBe('b');
  });

  it('rejects all when the client is closed, and what is asked later', async () => {
    const { requests, line, outbox } = setUp();
    line.open = false;
    const waiting = requests.request('a', undefined, 1_000);
    outbox.close();
    await expect(waiting).rejects.toMatchObject({ code: 'NATIVE_CLOSED' });
    await expect(requests.request('b', undefined, 1_000)).rejects.toMatchObject({ code: 'NATIVE_CLOSED' });
  });

  it('rejects when the hub refuses the message itself', async () => {
    const { requests } = setUp();
    const request = requests.request('x'.repeat(65), undefined, 1_000);
    expect(requests.refused('q1', new ClientError('NATIVE_BAD_MESSAGE'))).toBe(true);
    await expect(request).rejects.toMatchObject({ code: 'NATIVE_BAD_MESSAGE' });
    expect(requests.refused('q1', new ClientError('NATIVE_BAD_MESSAGE'))).toBe(false);
  });
});
