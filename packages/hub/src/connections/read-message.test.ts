import { describe, expect, it } from 'vitest';
import { readAnswer, readMessage } from './read-message.ts';

describe('a message under watch', () => {
  it.each([
    ['{"type":"hello","data":{}}', 'hello', { type: 'hello', data: {} }],
    ['["print",{"name":"x"}]', 'print', ['print', { name: 'x' }]],
    [{ event: 'register', args: ['A'] }, 'register', { event: 'register', args: ['A'] }],
    ['已连接到服务端的websocket', 'text', '已连接到服务端的websocket'],
    ['{"no":"type"}', 'text', { no: 'type' }],
    ['{"type":7}', 'text', { type: 7 }],
    ['null', 'text', null],
  ])('is read in every dialect: %j', (data, type, payload) => {
    expect(readMessage(data)).toMatchObject({ type, payload });
  });

  it('that is bytes shows its size alone', () => {
    expect(readMessage(new Uint8Array(7))).toEqual({ type: 'bytes', size: 7, payload: null });
  });

  it('that is large shows its word and its size', () => {
    const large = (start: string) => `${start}${'x'.repeat(20_000)}"}`;
    expect(readMessage(large('{"type":"new_order","order":"'))).toMatchObject({
      type: 'new_order',
      payload: null,
    });
    expect(readMessage(large('["print","'))).toMatchObject({ type: 'print', payload: null });
    expect(readMessage(large('{"other":"'))).toMatchObject({ type: 'text', payload: null });
    expect(readMessage({ event: 'message', args: ['x'.repeat(20_000)] })).toMatchObject({ type: 'message' });
  });

  it.each([
    [{ event: 'x', args: [1, null, true, 'abc'] }],
    [{}],
    [[]],
    [[[], {}]],
    [{ a: { b: [1.5, -2] } }],
  ])('has the size of its JSON: %j', (data) => {
    expect(readMessage(data).size).toBe(JSON.stringify(data).length);
  });

  it('may have more levels than the stack bears, and bytes', () => {
    const deep = JSON.parse('['.repeat(200_000) + ']'.repeat(200_000)) as unknown;
    expect(() => JSON.stringify(deep)).toThrow(RangeError);
    expect(readMessage(deep)).toMatchObject({ type: 'text', payload: null });
    expect(readMessage(['file', new Uint8Array(100_000)])).toMatchObject({ type: 'file', payload: null });
  });

  it('that answers is an acknowledgement', () => {
    expect(readAnswer({ ok: true })).toEqual({ type: 'ack', size: 11, payload: { ok: true } });
    expect(readAnswer(undefined)).toMatchObject({ type: 'ack', size: 0 });
  });
});
