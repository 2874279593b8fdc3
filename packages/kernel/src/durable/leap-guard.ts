import type { Clock, Ms } from '../ports/base.ts';

const LEAP: Ms = 60_000;
const DISTRUST: Ms = 60_000;

/** Whether the wall clock may be believed: not for a minute after it leapt against the monotonic one. */
export interface LeapGuard {
  trusted(): boolean;
}

/** `onLeap` gets by how much the wall clock leapt, in milliseconds, negative for backwards. */
export function createLeapGuard(clock: Clock, onLeap: (by: Ms) => void): LeapGuard {
  let offset = clock.now() - clock.mono();
  let distrustUntil = -Infinity;
  return {
    trusted() {
      const mono = clock.mono();
      const leap = clock.now() - mono - offset;
      offset += leap;
      if (Math.abs(leap) > LEAP) {
        distrustUntil = mono + DISTRUST;
        onLeap(leap);
      }
      return mono >= distrustUntil;
    },
  };
}
