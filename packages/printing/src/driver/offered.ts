import type { Clock, Id, Ms } from '@posthouse/kernel';

/** A paper that is offered to a printer's holder and may not have been begun: while it is tried it can be withdrawn. */
export class Offered {
  readonly id: Id;
  readonly #clock: Pick<Clock, 'after'>;
  #withdrawn = false;
  #wake: () => void = () => {};

  constructor(id: Id, clock: Pick<Clock, 'after'>) {
    this.id = id;
    this.#clock = clock;
  }

  get withdrawn(): boolean {
    return this.#withdrawn;
  }

  /** Nothing more is to be tried with it: a pause ends, and there is none any more. */
  withdraw(): void {
    this.#withdrawn = true;
    this.#wake();
  }

  /** Between two tries; over at once for a paper that is withdrawn, however long ago. */
  pause(wait: Ms): Promise<void> {
    if (this.#withdrawn) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.#clock.after(wait, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
  }
}
