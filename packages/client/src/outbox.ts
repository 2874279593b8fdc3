import type { ClientMessage } from '@posthouse/protocol';
import { ClientError } from './client-error.ts';

interface Waiting {
  readonly message: ClientMessage;
  readonly sent: () => void;
  readonly refused: (error: ClientError) => void;
}

/** What was said while there was no connection, in order and within a bound. */
export class Outbox {
  readonly #send: (message: ClientMessage) => boolean;
  readonly #bound: number;
  #waiting: Waiting[] = [];

  constructor(send: (message: ClientMessage) => boolean, bound: number) {
    this.#send = send;
    this.#bound = bound;
  }

  /** Sends now or later; `sent` is called then, or `refused`. Throws NATIVE_QUEUE_FULL and NATIVE_TOO_LARGE. */
  post(message: ClientMessage, refused: (error: ClientError) => void, sent: () => void = () => {}): void {
    if (this.#waiting.length === 0 && this.#send(message)) return sent();
    if (this.#waiting.length >= this.#bound) throw new ClientError('NATIVE_QUEUE_FULL');
    this.#waiting.push({ message, sent, refused });
  }

  /** Takes back what was not sent yet. */
  withdraw(id: string): void {
    this.#waiting = this.#waiting.filter(({ message }) => message.id !== id);
  }

  flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { message, sent, refused } of waiting) {
      try {
        this.post(message, refused, sent);
      } catch (error) {
        refused(error as ClientError);
      }
    }
  }
}
