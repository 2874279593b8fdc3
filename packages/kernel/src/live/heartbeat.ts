import type { Clock, Ms } from '../ports/base.ts';

export interface Beat {
  ping(): void;
  /** Whether silence proves anything now: not while we ourselves do not read. */
  listening(): boolean;
  dead(): void;
}

const NOTHING = () => {};

/** One connection's heartbeat: either the next ping or the pong that is due waits in the wheel, never both. */
export class Heartbeat {
  rtt: Ms | undefined;
  readonly #clock: Clock;
  readonly #every: Ms;
  readonly #timeout: Ms;
  readonly #beat: Beat;
  #cancel = NOTHING;
  #pingedAt: Ms | null = null;
  #heard = false;
  #asking: Set<(alive: boolean) => void> | null = null;

  /** `first` is when to ping first; spread at random, it keeps the pings of many connections apart. */
  constructor(clock: Clock, every: Ms, timeout: Ms, first: Ms, beat: Beat) {
    this.#clock = clock;
    this.#every = every;
    this.#timeout = timeout;
    this.#beat = beat;
    if (every > 0) this.#cancel = clock.after(first, this.#due);
  }

  /** Whether a pong is due. */
  get waits(): boolean {
    return this.#pingedAt !== null;
  }

  /** Pings out of turn; true when a pong comes within `wait`. */
  alive(wait: Ms): Promise<boolean> {
    return new Promise((resolve) => {
      const answer = (alive: boolean) => {
        cancel();
        resolve(alive);
      };
      const cancel = this.#clock.after(wait, () => {
        this.#asking?.delete(answer);
        resolve(false);
      });
      (this.#asking ??= new Set()).add(answer);
      this.#ask();
    });
  }

  pong(): void {
    this.#answer(true);
    if (this.#pingedAt === null) return;
    this.rtt = this.#clock.mono() - this.#pingedAt;
    this.#alive();
  }

  /** Any message proves life as well as a pong does. */
  heard(): void {
    this.#heard = true;
  }

  stop(): void {
    this.#cancel();
    this.#answer(false);
  }

  #ask(): void {
    // One is out already: its pong still has to come in time, however often others ask.
    if (this.#pingedAt !== null) return this.#beat.ping();
    this.#cancel();
    this.#ping();
  }

  #answer(alive: boolean): void {
    const asking = this.#asking;
    this.#asking = null;
    for (const answer of asking ?? []) answer(alive);
  }

  #alive(): void {
    this.#pingedAt = null;
    this.#cancel();
    if (this.#every > 0) this.#cancel = this.#clock.after(this.#every, this.#due);
  }

  readonly #due = (): void => {
    if (this.#pingedAt === null) this.#ping();
    else if (this.#heard) this.#alive();
    else if (this.#beat.listening()) this.#beat.dead();
    else this.#cancel = this.#clock.after(this.#timeout, this.#due);
  };

  #ping(): void {
    this.#pingedAt = this.#clock.mono();
    this.#heard = false;
    if (this.#every > 0) this.#cancel = this.#clock.after(this.#timeout, this.#due);
    this.#beat.ping();
  }
}
