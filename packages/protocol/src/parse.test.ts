import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseClientMessage } from './parse.ts';

const room = { name: 'alarms', key: 'lines/1' };

function fault(data: unknown) {
  const parsed = parseClientMessage(data);
  return 'fault' in parsed ? parsed.fault : undefined;
}

describe('parseClientMessage', () => {
  it.each([
    { type: 'hello', data: { client: 'test/1', version: 1 } },
    { type: 'hello', data: { client: 'test/1', version: 1, token: 's' } },
    { type: 'ping' },
    { type: 'ping', timestamp: '2026-01-01T00:00:00.000Z', data: {} },
    { type: 'subscribe', room },
    { type: 'subscribe', room, data: { since: { epoch: 'e', seq: 0 } } },
    { type: 'unsubscribe', room },
    { type: 'publish', room, data: 1 },
    { type: 'publish', room, data: null },
    { type: 'hold', data: { box: 'print', key: 'print/any' } },
    { type: 'hold', data: { box: 'print', key: 'print/打印机 é' } },
    { type: 'hold', data: { box: 'print', key: 'print/any', remembers: 'j' } },
    { type: 'release', data: { box: 'print', key: 'print/any' } },
    { type: 'start', id: 'x', data: { item: 'e.1' } },
    { type: 'taken', data: { item: 'e.1', by: 'j' } },
    { type: 'over', data: { item: 'e.1', how: 'done', report: { paper: 1 } } },
    { type: 'evidence', data: { item: 'e.1', report: null } },
    { type: 'request', id: '1', data: { method: 'whoami' } },
  ])('reads $type', (message) => {
    expect(parseClientMessage(JSON.stringify(message))).toEqual({ ok: message });
    expect(parseClientMessage(message)).toEqual({ ok: message });
  });

  it.each(['', '{', '[]', '"hello"', 'null', '1'])('calls %j no message', (text) => {
    expect(fault(text)).toEqual({ code: 'NATIVE_BAD_JSON' });
  });

  it.each(['toString', '__proto__', 'welcome', ''])('does not know the type %j', (type) => {
    expect(fault({ type, id: '7' })).toMatchObject({ code: 'NATIVE_UNKNOWN_TYPE', id: '7' });
  });

  it('says which field is wrong, and echoes type and id', () => {
    expect(fault({ type: 'start', id: '7', data: { item: 3 } })).toEqual({
      code: 'NATIVE_BAD_MESSAGE',
      type: 'start',
      id: '7',
      detail: [{ field: '/data/item', fault: expect.any(String) as string }],
    });
  });

  it.each([
    ['an ending that only the hub may decide', { type: 'over', data: { item: 'e.1', how: 'expired' } }],
    ['a room joined into one string', { type: 'subscribe', room: 'alarms/lines/1' }],
    ['a request without an id', { type: 'request', data: { method: 'whoami' } }],
    ['a publication without data', { type: 'publish', room }],
    ['a negative place', { type: 'subscribe', room, data: { since: { epoch: 'e', seq: -1 } } }],
    ['an id that is a number', { type: 'ping', id: 7 }],
    ['a NUL in a key', { type: 'subscribe', room: { name: 'alarms', key: 'lines\0' } }],
    ['a line break in a key', { type: 'hold', data: { box: 'print', key: 'print/any\n' } }],
    ['a control character in a name', { type: 'request', id: '1', data: { method: 'who\u0085' } }],
    ['a NUL in the name of a journal', { type: 'taken', data: { item: 'e.1', by: 'j\0' } }],
    ['a key beyond its bound', { type: 'hold', data: { box: 'print', key: 'k'.repeat(201) } }],
  ])('refuses %s', (_what, message) => {
    expect(fault(message)?.code).toBe('NATIVE_BAD_MESSAGE');
  });

  it('echoes nothing that has no bound', () => {
    expect(fault({ type: 'x'.repeat(1000), id: 'y'.repeat(1000) })).toEqual({ code: 'NATIVE_UNKNOWN_TYPE' });
  });

  it('answers anything at all without throwing', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const parsed = parseClientMessage(value);
        expect('ok' in parsed || 'fault' in parsed).toBe(true);
      }),
    );
  });
});
