import type { Kernel, Lease } from '@posthouse/kernel';
import type { BridgeStore } from '../store.ts';
import { stationKey } from '../rules.ts';
import { Hand } from './hand.ts';
import type { Link } from './link.ts';

export interface SeatContext {
  readonly kernel: Kernel;
  readonly store: BridgeStore;
  /** The socket that prints for the id now. */
  readonly newest: (clientId: string) => Link | undefined;
}

/**
 * One id's place at its mailbox: the newest of its sockets holds it. It is taken when there is something to deliver, so
 * that ids which nobody prints on cost no row. Moves follow each other.
 */
export class Seat {
  readonly #clientId: string;
  readonly #context: SeatContext;
  #held: { readonly link: Link; readonly lease: Lease } | null = null;
  #moving: Promise<void> = Promise.resolve();

  constructor(clientId: string, context: SeatContext) {
    this.#clientId = clientId;
    this.#context = context;
  }

  get isHeld(): boolean {
    return this.#held !== null && !this.#held.lease.lost.aborted;
  }

  /** Makes the newest socket the holder, or nobody where there is none. True when somebody holds it then. */
  async follow(): Promise<boolean> {
    if (!this.#isRight()) {
      this.#moving = this.#moving.then(
        () => this.#move(),
        () => this.#move(),
      );
      await this.#moving;
    }
    return this.isHeld;
  }

  #isRight(): boolean {
    const newest = this.#context.newest(this.#clientId);
    return this.#held ? this.isHeld && this.#held.link === newest : newest === undefined;
  }

  async #move(): Promise<void> {
    if (this.#isRight()) return;
    const { kernel, store, newest } = this.#context;
    const link = newest(this.#clientId);
    if (!link) {
      const { lease } = this.#held!;
      this.#held = null;
      return lease.release();
    }
    const { clock, log, store: db } = kernel;
    // A socket that gets its turn back still has the proof of what it was sent before in its hand.
    const hand =
      link.hands.get(this.#clientId) ?? new Hand(link.peer, link.journal, { clock, log, epoch: db.epoch });
    link.hands.set(this.#clientId, hand);
    const lease = await kernel.boxes.hold(store.jobBox, stationKey(this.#clientId), hand);
    // `newest` wins always; a conflict would be another node's, which the next move asks again.
    if (lease !== 'conflict') this.#held = { link, lease };
    // The socket may have gone while it was being seated: its hand is empty then, and the next one's turn comes.
    if (link.isClosed) await this.#move();
  }
}
