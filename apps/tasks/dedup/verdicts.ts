import { BestPairs } from './best-pairs.ts';
import { reasonsAgainst } from './guards/reasons.ts';
import { mayBeOne, pairsById, pairsThatMayBeOne, type Entrant, type Stem } from './stems.ts';
import type { Method, Pair, Variant } from './types.ts';

/** Pairs between two looks at the stop signal. */
const STRIDE = 64;

/** What pairs of similar stems say about their questions. Nothing is looked at closely that would not be kept. */
export class Verdicts {
  readonly similar: BestPairs<Pair>;
  readonly variants: BestPairs<Variant>;
  readonly #method: Method;
  readonly #stopped: () => boolean;
  #judged = 0;
  #isStopped = false;

  constructor(method: Method, maxPairs: number, stopped: () => boolean) {
    this.similar = new BestPairs(maxPairs);
    this.variants = new BestPairs(maxPairs);
    this.#method = method;
    this.#stopped = stopped;
  }

  /** True once the stop signal was seen: from then on nothing is judged. */
  get stopped(): boolean {
    return this.#isStopped;
  }

  /** All pairs of two stems' questions, or of one stem's. */
  judge(left: Stem, right: Stem, similarity: number): void {
    this.judgeLikely(left, right, similarity);
    this.judgeOthers(left, right, similarity);
  }

  /** The pairs that may be one question. */
  judgeLikely(left: Stem, right: Stem, similarity: number): void {
    for (const [one, other] of pairsThatMayBeOne(left, right)) {
      if (this.#look()) return;
      const reasons = this.#method === 'stem' ? [] : reasonsAgainst(one.prepared, other.prepared);
      const pair = pairOf(one, other, similarity);
      if (reasons.length > 0) {
        keep(this.variants, { ...pair, reasons });
      } else keep(this.similar, pair);
    }
  }

  /**
   * The pairs that are two questions for certain. A generic stem has a hundred million of them, all of one similarity:
   * they come in the order in which they are kept, and from the first that is not kept on they are only counted.
   */
  judgeOthers(left: Stem, right: Stem, similarity: number): void {
    const [m, n] = [left.questions.length, right.questions.length];
    let rest = left === right ? (n * (n - 1)) / 2 : m * n;
    for (const _likely of pairsThatMayBeOne(left, right)) rest--;
    if (rest === 0) return;
    for (const [one, other] of pairsById(left, right)) {
      if (this.#look()) return;
      if (mayBeOne(one, other)) continue;
      const pair = pairOf(one, other, similarity);
      if (!this.variants.accepts(pair)) break;
      this.variants.add({ ...pair, reasons: reasonsAgainst(one.prepared, other.prepared) });
      rest--;
    }
    this.variants.leaveOut(rest);
  }

  #look(): boolean {
    if (++this.#judged % STRIDE === 0 && this.#stopped()) this.#isStopped = true;
    return this.#isStopped;
  }
}

const pairOf = (one: Entrant, other: Entrant, similarity: number): Pair =>
  one.id < other.id ? { a: one.id, b: other.id, similarity } : { a: other.id, b: one.id, similarity };

function keep<P extends Pair>(best: BestPairs<P>, pair: P): void {
  if (best.accepts(pair)) best.add(pair);
  else best.leaveOut(1);
}
