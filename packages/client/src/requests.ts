import type { HubWord } from '@posthouse/protocol';
import { ClientError } from './client-error.ts';
import type { Outbox } from './outbox.ts';
import type { Timers } from './timers.ts';

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: ClientError) => void;
  readonly cancel: () => void;
  sent: boolean;
}

/** Requests in flight. */
export class Requests {
  readonly #outbox: Outbox;
  readonly #timers: Timers;
  readonly #pending = new Map<string, Pending>();
  #count = 0;

  constructor(outbox: Outbox, timers: Timers) {
    this.#outbox = outbox;
    this.#timers = timers;
  }

  /** Rejects with a `ClientError`: the method's own code, NATIVE_TOO_LARGE, NATIVE_TIMEOUT, or when the client ends NATIVE_DISCONNECTED if it was sent and NATIVE_CLOSED if not. */
  request(method: string, params: unknown, timeout: number): Promise<unknown> {
    const id = `q${++this.#count}`;
    return new Promise((resolve, reject) => {
      const cancel = this.#timers.after(timeout, () => {
        this.#outbox.withdraw(id);
        this.#take(id)?.reject(new ClientError('NATIVE_TIMEOUT'));
      });
      const pending: Pending = { resolve, reject, cancel, sent: false };
      this.#pending.set(id, pending);
      const refused = (error: ClientError) => void this.refused(id, error);
      const data = { method, ...(params !== undefined && { params }) };
      try {
        this.#outbox.post({ type: 'request', id, data }, refused, () => {
          pending.sent = true;
        });
      } catch (error) {
        refused(error as ClientError);
      }
    });
  }

  answered({ id = '', data }: HubWord<'response'>): void {
    const pending = this.#take(id);
    if ('error' in data) {
      pending?.reject(new ClientError(data.error.code, data.error.message, data.error.detail));
    } else pending?.resolve(data.result);
  }

  /** The hub would not take the request itself, or could not. */
  refused(id: string, error: ClientError): boolean {
    const pending = this.#take(id);
    pending?.reject(error);
    return pending !== undefined;
  }

  /** Whether a request ran whose answer is lost, nobody knows; what was not sent yet stays. */
  lost(): void {
    for (const [id, { sent }] of this.#pending) {
      if (sent) this.#take(id)?.reject(new ClientError('NATIVE_DISCONNECTED'));
    }
  }

  #take(id: string): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.cancel();
    return pending;
  }
}
