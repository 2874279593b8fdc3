import { inject, onScopeDispose, shallowRef, type InjectionKey, type ShallowRef } from 'vue';
import { provided } from '../live/api.ts';

/** One clock for all "3 minutes ago" of the page: a timer each would repaint at different moments. */
export interface PageClock {
  readonly now: ShallowRef<number>;
  /** Counts who looks; it stands still while nobody does. */
  watch(): () => void;
}

const STEP_MS = 5_000;

export function createPageClock(read: () => number): PageClock {
  const now = shallowRef(read());
  let watchers = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  return {
    now,
    watch() {
      now.value = read();
      if (watchers++ === 0) timer = setInterval(() => (now.value = read()), STEP_MS);
      return () => {
        if (--watchers === 0) clearInterval(timer);
      };
    },
  };
}

export const PAGE_CLOCK: InjectionKey<PageClock> = Symbol('page clock');

/** The time in milliseconds, renewed every five seconds. */
export function useNow(): ShallowRef<number> {
  const clock = provided(inject(PAGE_CLOCK));
  onScopeDispose(clock.watch());
  return clock.now;
}
