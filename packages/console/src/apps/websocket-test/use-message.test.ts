import { describe, expect, it } from 'vitest';
import { effectScope, nextTick, shallowRef } from 'vue';
import type { Endpoint } from './endpoints.ts';
import { useMessage } from './use-message.ts';

const NOW = Date.parse('2025-07-14T10:00:00.000Z');
const endpoint = (name: string, transport: string, ...said: readonly [string, unknown][]): Endpoint => ({
  name,
  app: name,
  transport,
  port: 1,
  path: '/',
  subprotocol: null,
  samples: said.map(([name, sample]) => ({ direction: 'in', name, sample })),
});
const print = endpoint(
  'print',
  'ws',
  ['ping', { type: 'ping', timestamp: '2026-01-01T08:00:00.000000' }],
  ['print_status', { type: 'print_status', job_id: 123 }],
);
const bridge = endpoint('bridge', 'socketio', ['register', { event: 'register', args: ['123'] }]);
const draft = (at: () => Endpoint) => effectScope().run(() => useMessage(at, () => NOW))!;

describe('a message that is being written', () => {
  it('begins as the first sample, said now, and may be another', () => {
    const { message, choose, samples } = draft(() => print);
    expect(samples.value.map(({ name }) => name)).toEqual(['ping', 'print_status']);
    expect(message.value).toEqual({ type: 'ping', timestamp: '2025-07-14T10:00:00.000000' });
    choose('print_status');
    expect(message.value).toEqual({ type: 'print_status', job_id: 123 });
  });

  it('is changed by its fields, each of its own kind', () => {
    const { message, choose, fields, set, reset } = draft(() => print);
    choose('print_status');
    set(fields.value![1]!, '7');
    expect(message.value).toEqual({ type: 'print_status', job_id: 7 });
    reset();
    expect(message.value).toEqual({ type: 'print_status', job_id: 123 });
  });

  it('goes as text where it is none of JSON, and not at all where JSON is broken', () => {
    const { text, fault, mayGo, message } = draft(() => print);
    text.value = 'hello';
    expect([fault.value, mayGo.value, message.value]).toEqual(['faultText', true, 'hello']);
    text.value = '{"type":';
    expect([fault.value, mayGo.value]).toEqual(['fault', false]);
  });

  it('is an event with its arguments for Socket.IO', () => {
    const { text, fault, mayGo, message } = draft(() => bridge);
    expect(message.value).toEqual({ event: 'register', args: ['123'] });
    for (const wrong of ['{"event":7}', '[]', '{"event":"x","args":1}', 'x']) {
      text.value = wrong;
      expect([fault.value, mayGo.value]).toEqual(['faultEvent', false]);
    }
  });

  it('begins anew at another endpoint', async () => {
    const at = shallowRef(print);
    const { message } = draft(() => at.value);
    at.value = bridge;
    await nextTick();
    expect(message.value).toEqual({ event: 'register', args: ['123'] });
    at.value = endpoint('tasks', 'socketio');
    await nextTick();
    expect(message.value).toEqual({ event: 'message', args: [] });
  });
});
