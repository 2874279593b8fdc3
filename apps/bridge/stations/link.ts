import { CodedError, isRefusal, type Inbound, type Peer } from '@posthouse/kernel';
import type { Door } from './door.ts';
import type { Hand } from './hand.ts';
import type { Socket } from './registry.ts';
import { parseJournal, parseSaid, type Event } from './words.ts';

type Reply = (value: unknown) => void;

/** One Socket.IO connection: a page that registers ids and prints what comes for them. */
export class Link implements Inbound, Socket {
  readonly sid: string;
  readonly peer: Peer;
  readonly ids = new Set<string>();
  /** What it has in hand, by id. An id that has moved to a newer socket keeps its hand here until this one ends. */
  readonly hands = new Map<string, Hand>();
  /** The name of its journal when it reports; old pages have none. */
  journal: string | null = null;
  isClosed = false;
  readonly #door: Door;

  constructor(sid: string, peer: Peer, door: Door) {
    this.sid = sid;
    this.peer = peer;
    this.#door = door;
  }

  async message(data: unknown, reply?: Reply): Promise<void> {
    const { event, args } = data as Event;
    try {
      const answer = await this.#handle(event, args);
      if (isRefusal(answer)) throw new CodedError(answer.refuse, answer.detail);
      reply?.(answer ?? null);
    } catch (error) {
      if (!reply || !(error instanceof CodedError)) throw error;
      reply({ error: { code: error.code } });
    }
  }

  pong(): void {
    for (const hand of this.hands.values()) hand.pong();
  }

  closed(): void {
    this.isClosed = true;
    this.#door.left(this);
    for (const hand of this.hands.values()) hand.lost();
  }

  /** Events that nobody knows are ignored: the connection stays (contract §2). */
  async #handle(event: string, args: readonly unknown[]): Promise<unknown> {
    switch (event) {
      case 'register':
        this.journal ??= parseJournal(args[1]);
        return this.#door.register(this, args[0]);
      case 'message':
        return this.#door.forward(this, args[0]);
      case 'received':
      case 'printed':
      case 'failed': {
        const said = parseSaid(args[0], this.#door.epoch);
        return said && this.#door.report(this, event, said);
      }
      default:
        return null;
    }
  }
}
