import type { Clock, Ms } from '../ports/base.ts';
import type { Tick } from './writer.ts';

/** What those who wait may take of one turn of the event loop, all together. */
const SHARE: Ms = 0.25;
/** How many at most begin in one turn. */
const MOST = 16;

/**
 * A queue for work that others should not feel: what waits in it gets a quarter of a millisecond of each turn of the
 * event loop, or half of the time that everything else took in it, if that is more. So whoever is not in the queue
 * waits for a short piece of work only, however long the queue is; and a crowd that all came at once is still served.
 */
export class Turns {
  readonly #clock: Pick<Clock, 'mono'>;
  readonly #turn: Tick;
  readonly #waiting: (() => void)[] = [];
  /** Calls of this turn that are still to come. */
  #due = 0;
  #first = false;
  #until: Ms = 0;
  /** When the queue's last piece of work began; what came after it is the others'. */
  #left: Ms = 0;

  /** `turn` runs something after what others have waiting: `setImmediate` in Node. */
  constructor(clock: Pick<Clock, 'mono'>, turn: Tick) {
    this.#clock = clock;
    this.#turn = turn;
  }

  get length(): number {
    return this.#waiting.length;
  }

  /** Runs `work` when its turn has come. */
  queue(work: () => void): void {
    this.#waiting.push(work);
    if (this.#due > 0) return;
    this.#left = this.#clock.mono();
    this.#open();
  }

  next(): Promise<void> {
    return new Promise((resolve) => this.queue(resolve));
  }

  /** Each piece of work is a call of its own, so that what it leaves in the microtask queue counts as part of it. */
  #open(): void {
    this.#due = Math.min(this.#waiting.length, MOST);
    this.#first = true;
    for (let count = this.#due; count > 0; count--) this.#turn(this.#grant);
  }

  readonly #grant = (): void => {
    const now = this.#clock.mono();
    if (this.#first) this.#until = now + Math.max(SHARE, (now - this.#left) / 2);
    const granted = this.#first || now < this.#until ? this.#waiting.shift() : undefined;
    this.#first = false;
    this.#left = now;
    if (--this.#due === 0 && this.#waiting.length > 0) this.#open();
    granted?.();
  };
}
