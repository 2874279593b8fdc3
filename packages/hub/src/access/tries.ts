import type { Clock, Ms } from '@posthouse/kernel';

export interface TriesOptions {
  readonly clock: Pick<Clock, 'mono'>;
  /** Failures that cost nothing. */
  readonly free: number;
  /** The longest wait. */
  readonly longest: Ms;
  /** Names remembered; beyond it the one that failed longest ago is forgotten. */
  readonly bound?: number;
}

/** Failures are forgotten when none came for this long. */
const MEMORY: Ms = 3_600_000;

/** The wait after `failures` in a row: none for the free ones, then 1 s, doubling. */
export function backoff(failures: number, free: number, longest: Ms): Ms {
  return failures < free ? 0 : Math.min(longest, 1_000 * 2 ** (failures - free));
}

/** Counts failures by name (an account, an address) and says how long the next try has to wait. In memory, bounded. */
export class Tries {
  readonly #options: TriesOptions;
  readonly #failed = new Map<string, { failures: number; at: Ms }>();

  constructor(options: TriesOptions) {
    this.#options = options;
  }

  /** Milliseconds until the next try is taken; 0: now. */
  wait(name: string): Ms {
    const { clock, free, longest } = this.#options;
    const entry = this.#failed.get(name);
    if (!entry) return 0;
    return Math.max(0, entry.at + backoff(entry.failures, free, longest) - clock.mono());
  }

  /** Counts a failure. What it returns takes back this one alone: the try turned out to be right. */
  fail(name: string): () => void {
    const now = this.#options.clock.mono();
    const before = this.#failed.get(name);
    const failures = before && now - before.at < MEMORY ? before.failures + 1 : 1;
    // Deleted first, so that the map stays in the order of the last failure.
    this.#failed.delete(name);
    this.#failed.set(name, { failures, at: now });
    const [oldest] = this.#failed.keys();
    if (this.#failed.size > (this.#options.bound ?? 10_000) && oldest !== undefined)
      this.#failed.delete(oldest);
    return () => this.#takeBack(name, now, before?.at ?? now);
  }

  /** Forgives every failure of the name. */
  succeed(name: string): void {
    this.#failed.delete(name);
  }

  #takeBack(name: string, at: Ms, before: Ms): void {
    const entry = this.#failed.get(name);
    if (!entry) return;
    entry.failures--;
    // Unless another has failed since.
    if (entry.at === at) entry.at = before;
    if (entry.failures === 0) this.#failed.delete(name);
  }
}
