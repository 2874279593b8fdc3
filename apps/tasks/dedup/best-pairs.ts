import type { Pair } from './types.ts';

/** By similarity descending, then by ids: the same findings in the same order every time. */
export const bySimilarity = (one: Pair, other: Pair): number =>
  other.similarity - one.similarity || one.a - other.a || one.b - other.b;

/** Keeps the `most` similar pairs of any number, in memory for twice as many. */
export class BestPairs<P extends Pair> {
  readonly #most: number;
  #pairs: P[] = [];
  #added = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(pair: P): void {
    this.#added++;
    this.#pairs.push(pair);
    if (this.#pairs.length >= 2 * this.#most + 1_000) this.#cut();
  }

  /** Sorted; `leftOut` is how many more there were. */
  close(): { readonly pairs: readonly P[]; readonly leftOut: number } {
    this.#cut();
    return { pairs: this.#pairs, leftOut: this.#added - this.#pairs.length };
  }

  #cut(): void {
    this.#pairs = this.#pairs.sort(bySimilarity).slice(0, this.#most);
  }
}
