import type { Key, Ms, Pos, Principal, Refusal } from './base.ts';
import type { Peer } from './peer.ts';
import type { Store } from './store.ts';

interface AnyRoom {
  readonly name: string;
  may(principal: Principal, key: Key): boolean | Promise<boolean>;
}

/** Worth seeing now: the newest whole value per id. A slow reader gets the newest, never a backlog. */
export interface StateRoom<M> extends AnyRoom {
  readonly kind: 'state';
  id(message: M): string;
  /** At most one value per id and span. */
  readonly every?: Ms;
  /** Values that do not wait for `every`: what a person did must be seen, also when the next follows at once. */
  urgent?(message: M): boolean;
  /** `at` is the number of the commit the snapshot holds, so that a join flushes only what is newer (K7). */
  snapshot(store: Store, key: Key): Promise<{ at: number; values: readonly M[] }>;
}

/** Every message, in order. A slow reader is cut with its position and resumes. */
export interface LogRoom extends AnyRoom {
  readonly kind: 'log';
  readonly keep: { readonly count: number; readonly age: Ms; readonly durable: boolean };
  /** One sequence per key, or one for the whole room (a client that has one offset for all keys). */
  readonly sequence: 'key' | 'room';
}

export type Room<M> = StateRoom<M> | LogRoom;

/** What a join gave. `recovered`: everything after `since` follows, without a gap. */
export interface Joined {
  readonly recovered: boolean;
  /** The place after which messages follow: `since` itself when recovered, else the head of the log. */
  readonly pos?: Pos;
}

/** Why a log could not be continued at a position. */
export type GapReason = 'epoch' | 'expired';

/**
 * What a room says to its peers; a codec words it in its dialect, or has no word for it. The order after a join:
 * `subscribed`, then `gap` or `snapshot` where there is one, then messages.
 */
export type RoomEvent =
  | { readonly kind: 'message'; readonly message: unknown }
  | { readonly kind: 'subscribed'; readonly recovered: boolean }
  | { readonly kind: 'snapshot'; readonly values: readonly unknown[] }
  /** Messages after `from` and up to `to` are lost to this peer. */
  | { readonly kind: 'gap'; readonly from: Pos; readonly to: Pos; readonly reason: GapReason };

export interface Rooms {
  /** Not for durable logs: their messages are born in an op (`Tx.publish`). */
  publish<M>(room: Room<M>, key: Key, message: M): void;
  join<M>(peer: Peer, room: Room<M>, key: Key, since?: Pos): Promise<Joined | Refusal>;
  leave(peer: Peer, room: string, key: Key): void;
}

export interface Bus {
  /** The bus sequences its own logs. */
  append(log: Key, entry: string, keep: { count: number; age: Ms }): Promise<Pos>;
  /** The place of the newest entry; seq 0 before the first. */
  head(log: Key): Promise<Pos>;
  since(log: Key, pos: Pos): Promise<readonly { pos: Pos; entry: string }[] | 'gap'>;
  /** May be lost: a head check finds what it announced. */
  publish(topic: Key, hint: string): void;
  subscribe(topic: Key, fn: (message: string, pos?: Pos) => void): () => void;
  /** Presence, which dies with its node; null leaves. */
  enter(key: Key, value: string | null): void;
  present(prefix: Key): Promise<ReadonlyMap<Key, string>>;
  close(): Promise<void>;
}
