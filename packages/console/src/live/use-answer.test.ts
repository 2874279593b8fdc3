import { nextTick, shallowRef } from 'vue';
import { describe, expect, it, vi } from 'vitest';
import { ApiError } from './api-error.ts';
import { withFakeHub } from './testing/fake-hub.ts';
import { useAnswer } from './use-answer.ts';

const soon = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 5 });

describe('what the hub answers at an address', () => {
  it('keeps the last answer while another is on its way, and drops one that nobody waits for any more', async () => {
    const address = shallowRef<string | null>('/one');
    const { asked, used, stop } = withFakeHub(() => useAnswer<string>(address));
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
    const { asked, used, stop } = withFakeHub(() => useAnswer<string>('/one'));
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

  it('takes out of an answer what is meant', async () => {
    const { asked, used, stop } = withFakeHub(() => useAnswer('/one', ({ data }: { data: number }) => data));
    asked[0]!.answer({ data: 7 });
    await soon(() => expect(used.value.value).toBe(7));
    stop();
  });

  it('asks again when the hub is there again, be it that it was away or that it never answered', async () => {
    const { asked, used, state, stop } = withFakeHub(() => useAnswer<string>('/one'));
    asked[0]!.answer('one');
    await soon(() => expect(used.value.value).toBe('one'));
    state.value = 'waiting';
    await nextTick();
    state.value = 'connecting';
    await nextTick();
    state.value = 'open';
    await soon(() => expect(asked).toHaveLength(2));
    asked[1]!.refuse(new ApiError('CONSOLE_UNREACHABLE', 'not yet'));
    await soon(() => expect(used.failure.value?.code).toBe('CONSOLE_UNREACHABLE'));
    state.value = 'connecting';
    await nextTick();
    state.value = 'open';
    await soon(() => expect(asked).toHaveLength(3));
    stop();
  });

  it('asks once when the connection opens for the first time', async () => {
    vi.useFakeTimers();
    try {
      const { asked, state, stop } = withFakeHub(() => useAnswer<string>('/one'));
      state.value = 'connecting';
      asked[0]!.answer('one');
      await vi.runAllTimersAsync();
      state.value = 'open';
      await vi.runAllTimersAsync();
      expect(asked).toHaveLength(1);
      stop();
    } finally {
      vi.useRealTimers();
    }
  });

  it('asks nothing without an address', async () => {
    const { asked, stop } = withFakeHub(() => useAnswer<string>(null));
    await nextTick();
    expect(asked).toEqual([]);
    stop();
  });
});
