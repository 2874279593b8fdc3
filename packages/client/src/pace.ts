import type { Timers } from './timers.ts';

/** Messages a second that hubs take which do not say it in `welcome.limits.rate`. */
const USUAL_RATE = 200;

/** The share of the hub's bound that is used: clocks differ, and `hello` counts too. */
const SHARE = 0.9;

/** How often the way is tried again once nothing more may be said, and a question that nobody answers is repeated. */
const TRY_AGAIN_MS = 50;
const ASK_AGAIN_MS = 5_000;

/**
 * How much may be said to a hub that refuses more than `rate` messages a second, or twice as many at once. What is said
 * evenly may still arrive in one piece, after a stall of the line. So no more than `rate` messages are ever on the way:
 * at every half of them a ping asks, and its pong says that what went before has been handled. On the way and at once,
 * together, are no more than the hub takes in one piece.
 */
export class Pace {
  readonly #timers: Timers;
  readonly #ping: (id: string) => void;
  readonly #ready: () => void;
  #perSecond = 0;
  #tokens = 0;
  #filledAt = 0;
  /** Messages of this connection: said, and said before the last ping and the last pong. */
  #said = 0;
  #asked = 0;
  #handled = 0;
  #askedAt = 0;
  #cancelWait: (() => void) | null = null;

  /** `ping` sends one with that id; `ready` is called some time after `take` said no. */
  constructor(timers: Timers, ping: (id: string) => void, ready: () => void) {
    this.#timers = timers;
    this.#ping = ping;
    this.#ready = ready;
  }

  /** A new connection, to a hub that takes `rate` messages a second. */
  begin(rate = USUAL_RATE): void {
    this.end();
    this.#perSecond = Math.max(1, rate * SHARE);
    this.#tokens = this.#perSecond;
    this.#filledAt = this.#timers.now();
    this.#said = this.#asked = this.#handled = 0;
  }

  end(): void {
    this.#cancelWait?.();
    this.#cancelWait = null;
  }

  /** True: one message may be said, and counts as said. */
  take(): boolean {
    if (this.#mustAsk()) this.ask();
    this.#fill();
    if (this.#tokens >= 1 && this.#onTheWay < this.#perSecond) {
      this.#count();
      return true;
    }
    this.#cancelWait ??= this.#timers.after(TRY_AGAIN_MS, () => {
      this.#cancelWait = null;
      this.#ready();
    });
    return false;
  }

  /** Asks how far the hub has come: any sign of life, and what was said before has been handled. */
  ask(): void {
    this.#count();
    this.#asked = this.#said;
    this.#askedAt = this.#timers.now();
    this.#ping(String(this.#said));
  }

  pong(id: string | undefined): void {
    this.#handled = Math.max(this.#handled, Number(id) || 0);
  }

  get #onTheWay(): number {
    return this.#said - this.#handled;
  }

  #mustAsk(): boolean {
    const half = this.#perSecond / 2;
    if (this.#said - this.#asked >= half) return true;
    return this.#onTheWay >= half && this.#timers.now() - this.#askedAt >= ASK_AGAIN_MS;
  }

  #count(): void {
    this.#said++;
    this.#tokens--;
  }

  #fill(): void {
    const now = this.#timers.now();
    const earned = ((now - this.#filledAt) / 1_000) * this.#perSecond;
    this.#tokens = Math.min(this.#perSecond, this.#tokens + earned);
    this.#filledAt = now;
  }
}
