import { performance } from 'node:perf_hooks';
import { createClock, type Clock } from '@posthouse/kernel';

/** The clock of a real process. It keeps the process alive only while something waits. */
export function systemClock(): Clock {
  return createClock({
    wall: () => Date.now(),
    mono: () => performance.now(),
    sleep: (ms, fn) => {
      const timer = setTimeout(fn, ms);
      return () => clearTimeout(timer);
    },
  });
}
