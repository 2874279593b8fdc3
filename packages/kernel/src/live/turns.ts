import type { Clock, Ms } from '../ports/base.ts';
import type { Tick } from './writer.ts';

/** What those who wait may take of one turn of the event loop, all together. */
const SHARE: Ms = 0.25;
/** How many at most begin in one turn. */
const MOST = 16;

/** Where work of one kind waits. */
export interface Lane {
  readonly length: number;
  /** Whether the work that has just begun may go on in this turn. */
  readonly timeIsLeft: boolean;
  /** Whether work may begin out of turn, for a share of its own: nobody waits, and nothing has begun in this turn. */
  begin(): boolean;
  /** Runs `work` when its turn has come. */
  queue(work: () => void): void;
  /** Resolves when its turn has come. */
  next(): Promise<void>;
}

/**
 * Work that others should not feel waits here, one lane for each kind. All lanes together get a quarter of a millisecond
 * of each turn of the event loop, or half of the time that everything else took in it, if that is more; they go one after
 * the other, so that no kind waits for the whole of another. So whoever is in no lane waits for a short piece of work
 * only, however much there is; and a crowd that all came at once is still served.
 */
export class Turns {
  readonly #clock: Pick<Clock, 'mono'>;
  readonly #turn: Tick;
  readonly #lanes: (() => void)[][] = [];
  #waiting = 0;
  /** The lane whose turn it is. */
  #at = 0;
  /** Calls of this turn that are still to come. */
  #due = 0;
  #first = false;
  #until: Ms = 0;
  /** When the last piece of work began; what came after it is the others'. */
  #left: Ms = 0;

  /** `turn` runs something after what others have waiting: `setImmediate` in Node. */
  constructor(clock: Pick<Clock, 'mono'>, turn: Tick) {
    this.#clock = clock;
    this.#turn = turn;
  }

  lane(): Lane {
    const waiting: (() => void)[] = [];
    this.#lanes.push(waiting);
    const queue = (work: () => void) => {
      waiting.push(work);
      this.#ask();
    };
    const timeIsLeft = () => this.#clock.mono() < this.#until;
    return {
      get length() {
        return waiting.length;
      },
      get timeIsLeft() {
        return timeIsLeft();
      },
      begin: () => this.#begin(),
      queue,
      next: () => new Promise((resolve) => queue(resolve)),
    };
  }

  #begin(): boolean {
    if (this.#due > 0) return false;
    this.#left = this.#clock.mono();
    this.#until = this.#left + SHARE;
    this.#open(1);
    return true;
  }

  #ask(): void {
    this.#waiting++;
    if (this.#due > 0) return;
    this.#left = this.#clock.mono();
    this.#open(1);
  }

  /** Each piece of work is a call of its own, so that what it leaves in the microtask queue counts as part of it. */
  #open(count: number): void {
    this.#due = Math.min(count, MOST);
    this.#first = true;
    for (let due = this.#due; due > 0; due--) this.#turn(this.#grant);
  }

  readonly #grant = (): void => {
    const now = this.#clock.mono();
    if (this.#first) this.#until = now + Math.max(SHARE, (now - this.#left) / 2);
    const granted = this.#first || now < this.#until ? this.#take() : undefined;
    this.#first = false;
    this.#left = now;
    if (--this.#due === 0 && this.#waiting > 0) this.#open(this.#waiting);
    granted?.();
  };

  #take(): (() => void) | undefined {
    for (let count = this.#lanes.length; count > 0; count--) {
      const work = this.#lanes[this.#at]!.shift();
      this.#at = (this.#at + 1) % this.#lanes.length;
      if (!work) continue;
      this.#waiting--;
      return work;
    }
    return undefined;
  }
}
