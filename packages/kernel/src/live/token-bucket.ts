import type { Ms } from '../ports/base.ts';

/** Lets `rate` through per second, and `burst` at once after a pause: twice as many unless told otherwise. */
export class TokenBucket {
  readonly #rate: number;
  readonly #burst: number;
  #tokens: number;
  #filledAt: Ms;

  constructor(rate: number, mono: Ms, burst = 2 * rate) {
    this.#rate = rate;
    this.#burst = burst;
    this.#tokens = burst;
    this.#filledAt = mono;
  }

  take(mono: Ms): boolean {
    this.#fill(mono);
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }

  /** What may be taken now. */
  left(mono: Ms): number {
    this.#fill(mono);
    return this.#tokens;
  }

  /** The share of a full bucket that is left: who takes less than the rate has nearly 1. */
  fullness(mono: Ms): number {
    return this.left(mono) / this.#burst;
  }

  /** Takes `amount`, also on credit; returns how long until nothing is owed. */
  spend(amount: number, mono: Ms): Ms {
    this.#fill(mono);
    this.#tokens -= amount;
    return this.#tokens < 0 ? (-this.#tokens / this.#rate) * 1_000 : 0;
  }

  #fill(mono: Ms): void {
    const earned = ((mono - this.#filledAt) / 1_000) * this.#rate;
    this.#tokens = Math.min(this.#burst, this.#tokens + earned);
    this.#filledAt = mono;
  }
}
