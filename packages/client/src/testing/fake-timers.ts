import type { Timers } from '../timers.ts';

/** Time that stands until it is told to go on. */
export class FakeTimers implements Timers {
  #now = 1_000;
  #waits: { at: number; fn: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(wait: number, fn: () => void): () => void {
    const entry = { at: this.#now + wait, fn };
    this.#waits.push(entry);
    return () => {
      this.#waits = this.#waits.filter((other) => other !== entry);
    };
  }

  /** How many are set. */
  get pending(): number {
    return this.#waits.length;
  }

  advance(span: number): void {
    const end = this.#now + span;
    for (;;) {
      const next = this.#waits.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#waits = this.#waits.filter((other) => other !== next);
      this.#now = next.at;
      next.fn();
    }
    this.#now = end;
  }
}
