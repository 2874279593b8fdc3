import type { Key } from '@posthouse/kernel';

/** Somebody who would hold a mailbox if its holder went. */
export interface Candidate {
  tryAgain(): void;
}

/** Who waits for which mailbox, first come first served. Its size is bounded by that of the connections. */
export class Seats {
  readonly #queues = new Map<Key, Set<Candidate>>();

  wait(key: Key, candidate: Candidate): void {
    let queue = this.#queues.get(key);
    if (!queue) this.#queues.set(key, (queue = new Set()));
    queue.add(candidate);
  }

  forget(key: Key, candidate: Candidate): void {
    const queue = this.#queues.get(key);
    queue?.delete(candidate);
    if (queue?.size === 0) this.#queues.delete(key);
  }

  /** The holder is gone: the next in line tries. */
  vacated(key: Key): void {
    const [next] = this.#queues.get(key) ?? [];
    if (!next) return;
    this.forget(key, next);
    next.tryAgain();
  }
}
