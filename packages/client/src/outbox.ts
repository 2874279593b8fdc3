import type { ClientMessage } from '@posthouse/protocol';
import { ClientError } from './client-error.ts';
import { textOf, tooLarge } from './text-of.ts';

/** Where messages go out. */
export interface Line {
  readonly open: boolean;
  /** Bytes of the largest message that the hub reads. */
  readonly limit: number;
  /** False when it cannot go now; whoever owns the outbox flushes it when it can. */
  send(text: string): boolean;
}

interface Waiting {
  readonly id: string | undefined;
  readonly text: string;
  /** Waits for the next connection when this one ends. */
  readonly lasts: boolean;
  readonly sent: () => void;
  readonly refused: (error: ClientError) => void;
}

const nothing = () => {};

/** What is to be said, in order, as fast as the line takes it. What waits for a connection has a bound. */
export class Outbox {
  readonly #line: Line;
  readonly #bound: number;
  #queue: Waiting[] = [];
  #closed = false;

  constructor(line: Line, bound: number) {
    this.#line = line;
    this.#bound = bound;
  }

  /** On this connection or never: false when there is none. Throws NATIVE_TOO_LARGE. */
  say(message: ClientMessage): boolean {
    if (!this.#line.open) return false;
    this.#add({
      id: message.id,
      text: this.#fitting(message),
      lasts: false,
      sent: nothing,
      refused: nothing,
    });
    return true;
  }

  /**
   * Sends now or later; `sent` is called then, or `refused`. Throws NATIVE_QUEUE_FULL, NATIVE_TOO_LARGE, and
   * NATIVE_CLOSED after `close`.
   */
  post(message: ClientMessage, refused: (error: ClientError) => void, sent: () => void = nothing): void {
    if (this.#closed) throw new ClientError('NATIVE_CLOSED');
    const text = this.#line.open ? this.#fitting(message) : textOf(message);
    this.#add({ id: message.id, text, lasts: true, sent, refused });
  }

  /** Takes back what was not sent yet. */
  withdraw(id: string): void {
    this.#queue = this.#queue.filter((waiting) => waiting.id !== id);
  }

  /** Something is still to be said on this connection that does not outlast it. */
  get isBehind(): boolean {
    return this.#queue.some(({ lasts }) => !lasts);
  }

  /** A new connection: what `again` says goes before what has waited. */
  opened(again: () => void): void {
    const waited = this.#queue;
    this.#queue = [];
    again();
    this.#queue.push(...waited);
    this.flush();
  }

  lost(): void {
    this.#queue = this.#queue.filter(({ lasts }) => lasts);
  }

  /** For good: what waits is refused with NATIVE_CLOSED. */
  close(): void {
    this.#closed = true;
    const waited = this.#queue;
    this.#queue = [];
    for (const { refused } of waited) refused(new ClientError('NATIVE_CLOSED'));
  }

  /** As much as the line takes. Its limit may be another one than when a message was posted. */
  flush(): void {
    for (let next = this.#queue[0]; next && this.#line.open; next = this.#queue[0]) {
      const fault = tooLarge(next.text, this.#line.limit);
      if (!fault && !this.#line.send(next.text)) return;
      this.#queue.shift();
      if (fault) next.refused(fault);
      else next.sent();
    }
  }

  #add(waiting: Waiting): void {
    if (this.#queue.length === 0 && this.#line.send(waiting.text)) return waiting.sent();
    if (waiting.lasts && this.#queue.filter(({ lasts }) => lasts).length >= this.#bound) {
      throw new ClientError('NATIVE_QUEUE_FULL');
    }
    this.#queue.push(waiting);
  }

  #fitting(message: ClientMessage): string {
    const text = textOf(message);
    const fault = tooLarge(text, this.#line.limit);
    if (fault) throw fault;
    return text;
  }
}
