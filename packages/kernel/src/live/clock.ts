import type { Clock, Ms } from '../ports/base.ts';
import { TimerWheel, type Sleep } from './timer-wheel.ts';

export interface ClockSources {
  /** The system's wall clock, which may leap. */
  readonly wall: () => Ms;
  /** Time since any moment, which never leaps. */
  readonly mono: () => Ms;
  readonly sleep: Sleep;
}

/**
 * The hub's clock over one timer wheel (waits are good to 5 ms and never short). `now` never runs backwards:
 * when the wall clock is set back it goes on at half speed until the wall has caught up.
 */
export function createClock({ wall, mono, sleep }: ClockSources): Clock {
  const wheel = new TimerWheel(mono, sleep);
  let lastNow = wall();
  let lastMono = mono();
  return {
    now() {
      const elapsed = mono();
      lastNow = Math.max(wall(), Math.floor(lastNow + (elapsed - lastMono) / 2));
      lastMono = elapsed;
      return lastNow;
    },
    mono,
    after: (wait, fn) => wheel.add(wait, fn),
  };
}
