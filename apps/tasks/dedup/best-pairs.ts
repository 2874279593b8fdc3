import type { Pair } from './types.ts';

/** By similarity descending, then by ids: the same findings in the same order every time. */
export const bySimilarity = (one: Pair, other: Pair): number =>
  other.similarity - one.similarity || one.a - other.a || one.b - other.b;

/** Keeps the `most` similar pairs of any number, in memory for twice as many. */
export class BestPairs<P extends Pair> {
  readonly #most: number;
  #pairs: P[] = [];
  #leftOut = 0;
  #worst: P | undefined;

  constructor(most: number) {
    this.#most = most;
  }

  /** False: enough better ones are there already, this one is not to be added. */
  accepts(pair: Pair): boolean {
    return this.#worst === undefined || bySimilarity(pair, this.#worst) < 0;
  }

  /** Only what is accepted. */
  add(pair: P): void {
    this.#pairs.push(pair);
    if (this.#pairs.length >= 2 * this.#most + 1_000) this.#cut();
  }

  /** Counts pairs that were not added. */
  leaveOut(count: number): void {
    this.#leftOut += count;
  }

  /** Sorted; `leftOut` is how many more there were. */
  close(): { readonly pairs: readonly P[]; readonly leftOut: number } {
    this.#cut();
    return { pairs: this.#pairs, leftOut: this.#leftOut };
  }

  #cut(): void {
    const sorted = this.#pairs.sort(bySimilarity);
    this.#pairs = sorted.slice(0, this.#most);
    this.#leftOut += sorted.length - this.#pairs.length;
    if (this.#pairs.length === this.#most) this.#worst = this.#pairs.at(-1);
  }
}
