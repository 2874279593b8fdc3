import type { Clock } from '@posthouse/kernel';

/** The machine's clock, for tests over real sockets. */
export const realClock: Clock = {
  now: () => Date.now(),
  mono: () => performance.now(),
  after(wait, fn) {
    const timer = setTimeout(fn, wait);
    return () => clearTimeout(timer);
  },
};
