import { createApp, effectScope, nextTick, shallowRef } from 'vue';
import { describe, expect, it, vi } from 'vitest';
import { API, type Api } from '../../live/api.ts';
import { ApiError } from '../../live/api-error.ts';
import { useAnswer } from './use-answer.ts';

const soon = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 5 });

/** A hub that answers when it is told to, and a composable that is used outside of any page. */
function setUp<R>(use: () => R) {
  const asked: { path: string; answer: (value: unknown) => void; refuse: (error: Error) => void }[] = [];
  const get = (path: string) =>
    new Promise((answer, refuse) => {
      asked.push({ path, answer, refuse });
    });
  const app = createApp({});
  app.provide(API, { get } as unknown as Api);
  const scope = effectScope();
  return { asked, used: app.runWithContext(() => scope.run(use)!), stop: () => scope.stop() };
}

describe('what the hub answers at an address', () => {
  it('keeps the last answer while another is on its way, and drops one that nobody waits for any more', async () => {
    const address = shallowRef<string | null>('/one');
    const { asked, used, stop } = setUp(() => useAnswer<string>(address));
    asked[0]!.answer('one');
    await soon(() => expect(used.value.value).toBe('one'));
    address.value = '/two';
    await soon(() => expect(asked).toHaveLength(2));
    expect(used.value.value).toBe('one');
    address.value = '/three';
    await nextTick();
    asked[1]!.answer('two');
    await soon(() => expect(asked).toHaveLength(3));
    expect(used.value.value).toBe('one');
    asked[2]!.answer('three');
    await soon(() => expect(used.value.value).toBe('three'));
    expect(asked.map(({ path }) => path)).toEqual(['/one', '/two', '/three']);
    stop();
  });

  it('says why it was refused, keeps what it had, and is well again with the next answer', async () => {
    const { asked, used, stop } = setUp(() => useAnswer<string>('/one'));
    asked[0]!.answer('one');
    await soon(() => expect(used.value.value).toBe('one'));
    used.refresh();
    await soon(() => expect(asked).toHaveLength(2));
    asked[1]!.refuse(new ApiError('PRINT_JOB_UNKNOWN', 'no'));
    await soon(() => expect(used.failure.value?.code).toBe('PRINT_JOB_UNKNOWN'));
    expect(used.value.value).toBe('one');
    used.refresh();
    await soon(() => expect(asked).toHaveLength(3));
    asked[2]!.answer('again');
    await soon(() => expect(used.failure.value).toBeNull());
    expect(used.value.value).toBe('again');
    stop();
  });

  it('asks nothing without an address', async () => {
    const { asked, stop } = setUp(() => useAnswer<string>(null));
    await nextTick();
    expect(asked).toEqual([]);
    stop();
  });
});
