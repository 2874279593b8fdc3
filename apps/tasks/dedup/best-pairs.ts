import type { Pair } from './types.ts';

/** By similarity descending, then by ids: the same findings in the same order every time. */
export const bySimilarity = (one: Pair, other: Pair): number =>
  other.similarity - one.similarity || one.a - other.a || one.b - other.b;

/** Keeps the `most` similar pairs of any number, in memory for twice as many. */
export class BestPairs<P extends Pair> {
  readonly #most: number;
  #pairs: P[] = [];
  #added = 0;
  #worst: P | undefined;

  constructor(most: number) {
    this.#most = most;
  }

  /** False: enough better ones are there already; the pair is counted, there is no need to make it. */
  accepts(a: number, b: number, similarity: number): boolean {
    this.#added++;
    return this.#worst === undefined || bySimilarity({ a, b, similarity }, this.#worst) < 0;
  }

  /** Only what was accepted. */
  add(pair: P): void {
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
    if (this.#pairs.length === this.#most) this.#worst = this.#pairs.at(-1);
  }
}
