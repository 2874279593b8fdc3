export interface Backoff {
  /** Bound of the first wait, milliseconds. */
  readonly base: number;
  /** Bound of every wait, milliseconds. */
  readonly cap: number;
}

/**
 * Full jitter: anywhere between nothing and the bound, which doubles with each failure. It spreads a crowd better
 * than a fixed wait with some noise (Brooker, "Exponential Backoff And Jitter", AWS 2015).
 */
export function fullJitter(failures: number, { base, cap }: Backoff, random: () => number): number {
  const bound = Math.min(cap, base * 2 ** Math.min(failures - 1, 30));
  return failures < 1 ? 0 : random() * bound;
}
