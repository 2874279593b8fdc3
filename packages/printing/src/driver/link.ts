import type { Clock, Duplex, Ms } from '@posthouse/kernel';
import { ReplyParser } from '../escpos/replies.ts';
import type { Reply } from '../escpos/replies.ts';
import type { PrinterStatus } from '../escpos/status.ts';

const MOST_ANSWERS = 8;

/** One connection to a printer and what has been heard on it. Waiting is level-triggered: wake, look, wait again. */
export class Link {
  status: PrinterStatus | null = null;
  /** Replies to `DLE EOT` since the last question. */
  now: number[] = [];
  /** `GS r` that were asked and not answered. An answer bears no name: one that comes late is not the next document's. */
  unanswered = 0;
  /** Set once, when the connection is over. */
  lost: string | null = null;
  #duplex: Duplex;
  #clock: Clock;
  #parser = new ReplyParser();
  #wake: (() => void) | null = null;
  #heard: (reply: Reply) => void;

  /** `heard` is called with every reply, before waiters wake. */
  constructor(duplex: Duplex, clock: Clock, heard: (reply: Reply) => void) {
    this.#duplex = duplex;
    this.#clock = clock;
    this.#heard = heard;
    duplex.onData((bytes) => {
      for (const reply of this.#parser.push(bytes)) {
        if (reply.is === 'status') this.status = reply.status;
        if (reply.is === 'now' && this.now.length < MOST_ANSWERS) this.now.push(reply.byte);
        if (reply.is === 'consumed' && this.unanswered > 0) this.unanswered--;
        this.#heard(reply);
      }
      this.wake();
    });
    duplex.onClose((error) => {
      this.lost ??= error?.message ?? 'closed by the printer';
      this.wake();
    });
  }

  /** Hands bytes over; false when the connection broke. Resolves when the operating system has taken them. */
  async write(bytes: Uint8Array): Promise<boolean> {
    if (this.lost !== null) return false;
    try {
      await this.#duplex.write(bytes);
      return this.lost === null;
    } catch (error) {
      this.lost ??= error instanceof Error ? error.message : String(error);
      return false;
    }
  }

  /** Resolves at the next thing that happens on this link, or after `wait`. One waiter at a time. */
  next(wait: Ms): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = this.#clock.after(Math.max(0, wait), resolve);
    this.#wake = resolve;
    return promise.finally(() => {
      cancel();
      this.#wake = null;
    });
  }

  /** Wakes the waiter, to look again. */
  wake(): void {
    this.#wake?.();
  }

  /** Waits until `ready` holds, the link is lost or `wait` is over; true when it holds. */
  async until(ready: () => boolean, wait: Ms): Promise<boolean> {
    const end = this.#clock.mono() + wait;
    while (!ready() && this.lost === null) {
      const left = end - this.#clock.mono();
      if (left <= 0) return false;
      await this.next(left);
    }
    return ready();
  }

  async end(): Promise<void> {
    this.lost ??= 'closed by us';
    await this.#duplex.end().catch(() => this.#duplex.destroy());
  }

  destroy(): void {
    this.lost ??= 'closed by us';
    this.#duplex.destroy();
    this.wake();
  }
}
