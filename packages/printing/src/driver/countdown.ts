import type { Clock, Ms } from '@posthouse/kernel';

/**
 * The time a printer has to say something. Trouble that the printer itself reports (paper out, cover) suspends it:
 * then only `patience` runs, and when the trouble is over the printer has all its time again.
 */
export class Countdown {
  #clock: Clock;
  #patience: Ms;
  #quiet: Ms;
  #since: Ms;
  #troubledSince: Ms | null = null;

  constructor(clock: Clock, quiet: Ms, patience: Ms) {
    this.#clock = clock;
    this.#quiet = quiet;
    this.#patience = patience;
    this.#since = clock.mono();
  }

  /** A sign of life: from here on there are `quiet` milliseconds again. */
  restart(quiet: Ms = this.#quiet): void {
    this.#quiet = quiet;
    this.#since = this.#clock.mono();
  }

  /** Milliseconds left; 0 or less: over. */
  left(troubled: boolean): Ms {
    const now = this.#clock.mono();
    if (!troubled) {
      this.#troubledSince = null;
      return this.#since + this.#quiet - now;
    }
    this.#troubledSince ??= now;
    this.#since = now;
    return this.#troubledSince + this.#patience - now;
  }
}
