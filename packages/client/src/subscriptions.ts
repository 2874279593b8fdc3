import type { ClientMessage, HubMessage, HubWord, Position, RoomRef } from '@posthouse/protocol';
import { ClientError, isPassing } from './client-error.ts';

/** What a room says. Positions let a later process resume where this one stopped. */
export interface RoomListener<M = unknown> {
  message(data: M, pos?: Position): void;
  /** A state room as it is now; replaces what was known. */
  snapshot?(values: readonly M[]): void;
  /** Messages after `from` and up to `to` are lost to this subscriber. */
  gap?(gap: HubWord<'gap'>['data']): void;
  /** After each (re)connection. `recovered`: nothing was missed. */
  subscribed?(recovered: boolean): void;
  /** The hub will not have it; the subscription is over. */
  refused?(error: ClientError): void;
}

export interface Subscription {
  readonly room: RoomRef;
  /** After the last message that was handed over; absent until the hub has said where the room stands. */
  readonly pos: Position | undefined;
  close(): void;
}

interface Entry {
  readonly room: RoomRef;
  readonly listener: RoomListener;
  pos: Position | undefined;
  /** Said to the hub on this connection and not yet answered. */
  asked: boolean;
  /** Unanswered for a whole round. */
  old: boolean;
  /** Answered on this connection: what comes before was for an earlier subscription of the same room. */
  joined: boolean;
}

type RoomMessage = Extract<HubMessage, { room: RoomRef }>;

/** Rooms that are subscribed to, each with its place, over all connections. */
export class Subscriptions {
  readonly #send: (message: ClientMessage) => boolean;
  readonly #entries = new Map<string, Entry>();

  constructor(send: (message: ClientMessage) => boolean) {
    this.#send = send;
  }

  /** Throws NATIVE_TAKEN when this client is in the room already. */
  open(room: RoomRef, listener: RoomListener, since?: Position): Subscription {
    const name = nameOf(room);
    if (this.#entries.has(name)) throw new ClientError('NATIVE_TAKEN');
    const entry: Entry = { room, listener, pos: since, asked: false, old: false, joined: false };
    this.#entries.set(name, entry);
    this.#ask(entry);
    return {
      room,
      get pos() {
        return entry.pos;
      },
      close: () => {
        if (this.#entries.get(name) !== entry) return;
        this.#entries.delete(name);
        this.#send({ type: 'unsubscribe', room });
      },
    };
  }

  /** A new connection: every room again, from where it stood. */
  opened(): void {
    for (const entry of this.#entries.values()) this.#ask(entry);
  }

  /** What the hub has not answered is said again: it may have been refused for haste. */
  repeat(): void {
    for (const entry of this.#entries.values()) {
      if (entry.asked && entry.old) this.#ask(entry);
      else entry.old = entry.asked;
    }
  }

  receive(word: RoomMessage): void {
    const entry = this.#entries.get(nameOf(word.room));
    if (!entry || (word.type !== 'subscribed' && !entry.joined)) return;
    switch (word.type) {
      case 'subscribed':
        // From another place than ours: the answer to an earlier subscription, which was closed before it came.
        if (word.data.recovered && !isSame(word.data.pos, entry.pos)) return;
        entry.asked = false;
        entry.joined = true;
        // Not recovered: our place stays until the gap is told, or a break just now would hide it.
        entry.pos ??= word.data.pos;
        entry.listener.subscribed?.(word.data.recovered);
        return;
      case 'snapshot':
        entry.listener.snapshot?.(word.data.values);
        return;
      case 'gap':
        entry.pos = word.data.to;
        entry.listener.gap?.(word.data);
        return;
      case 'message':
        this.#message(entry, word);
    }
  }

  refused(room: RoomRef, error: ClientError): boolean {
    const entry = this.#entries.get(nameOf(room));
    if (!entry?.asked) return false;
    if (isPassing(error.code)) return true;
    this.#entries.delete(nameOf(room));
    entry.listener.refused?.(error);
    return true;
  }

  #message(entry: Entry, { epoch, seq, data }: HubWord<'message'>): void {
    if (epoch === undefined || seq === undefined) return entry.listener.message(data);
    // Said twice (a resume that overlaps what had arrived): once is enough.
    if (entry.pos?.epoch === epoch && seq <= entry.pos.seq) return;
    entry.pos = { epoch, seq };
    entry.listener.message(data, entry.pos);
  }

  #ask(entry: Entry): void {
    const { room, pos } = entry;
    entry.old = false;
    entry.joined = false;
    entry.asked = this.#send({ type: 'subscribe', room, ...(pos && { data: { since: pos } }) });
  }
}

function isSame(a: Position | undefined, b: Position | undefined): boolean {
  return a?.epoch === b?.epoch && a?.seq === b?.seq;
}

function nameOf({ name, key }: RoomRef): string {
  return `${name} ${key}`;
}
