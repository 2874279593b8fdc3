import type { Clock, Ms } from '../ports/base.ts';

/** A clock that moves when it is told to. */
export interface FakeClock extends Clock {
  /** Lets `span` pass; what comes due fires on the way, each at its own moment, in order. */
  advance(span: Ms): void;
  /** Sets the wall clock by `by` (negative: back) while no time passes. */
  leap(by: Ms): void;
  /** Waits that are pending. */
  readonly waiting: number;
}

export function createFakeClock(start: Ms = 1_700_000_000_000): FakeClock {
  let wall = start;
  let mono = 0;
  let order = 0;
  const waits = new Set<{ at: Ms; order: number; fn: () => void }>();

  function nextDue(until: Ms) {
    return [...waits]
      .filter(({ at }) => at <= until)
      .sort((a, b) => a.at - b.at || a.order - b.order)
      .at(0);
  }

  return {
    now: () => wall,
    mono: () => mono,
    after(wait, fn) {
      const entry = { at: mono + Math.max(0, wait), order: order++, fn };
      waits.add(entry);
      return () => waits.delete(entry);
    },
    advance(span) {
      const until = mono + span;
      for (let entry = nextDue(until); entry; entry = nextDue(until)) {
        waits.delete(entry);
        wall += entry.at - mono;
        mono = entry.at;
        entry.fn();
      }
      wall += until - mono;
      mono = until;
    },
    leap(by) {
      wall += by;
    },
    get waiting() {
      return waits.size;
    },
  };
}
