import type { RoomListener, Subscription } from '@posthouse/client';
import { shallowReactive, shallowRef, triggerRef, type ShallowReactive, type ShallowRef } from 'vue';

/** A room of a state: the newest value of each thing. */
export interface StateView<M> {
  /** By id; a change of one value is seen by whoever reads that one alone. */
  readonly values: ShallowReactive<Map<string, M>>;
  /** False until the first snapshot. */
  readonly ready: ShallowRef<boolean>;
  /** Code of the refusal, when the hub will not have us there. */
  readonly refused: ShallowRef<string | null>;
}

/** A room of a log: what was said while we listened, oldest first. */
export interface LogView<M> {
  readonly entries: ShallowRef<readonly M[]>;
  readonly ready: ShallowRef<boolean>;
  readonly refused: ShallowRef<string | null>;
}

export interface StateRoomRef<M> {
  readonly name: string;
  readonly key: string;
  readonly id: (message: M) => string;
  /** Whether a message says that its thing is no more. */
  readonly gone?: (message: M) => boolean;
}

/** How rooms of lists say that a row is no more: `{id, deleted: true}`. */
export const isGone = (row: object): boolean => 'deleted' in row;

export interface LogRoomRef {
  readonly name: string;
  readonly key: string;
}

/** What a page wants to hear besides what it sees. */
export interface Ears<M> {
  readonly message?: (message: M) => void;
  /** Something may have been missed: ask REST again. Also after the first joining. */
  readonly resync?: () => void;
}

type Subscribe = (room: { name: string; key: string }, listener: RoomListener) => Subscription | undefined;

interface Share {
  readonly view: { readonly ready: ShallowRef<boolean> };
  readonly listener: RoomListener;
  readonly ears: Set<Ears<unknown>>;
  users: number;
  subscription: Subscription | undefined;
  readonly room: { name: string; key: string };
}

/** Entries of a log that a page keeps. */
const LOG_KEPT = 500;

/**
 * Rooms that pages share: the SDK joins each once, and the last page to leave closes the door. A view outlives the
 * connection, so that an open page shows the last known values until the hub is back.
 */
export interface Shares {
  state<M>(room: StateRoomRef<M>, ears?: Ears<M>): { view: StateView<M>; leave: () => void };
  log<M>(room: LogRoomRef, ears?: Ears<M>): { view: LogView<M>; leave: () => void };
  /** There is a new client: join everything that is in use. */
  found(): void;
  /** The client is gone for good. */
  lost(): void;
}

export function createShares(subscribe: Subscribe): Shares {
  const shares = new Map<string, Share>();

  function join(
    room: { name: string; key: string },
    make: (ears: Set<Ears<unknown>>) => Omit<Share, 'ears' | 'users' | 'subscription' | 'room'>,
    ear?: Ears<unknown>,
  ) {
    const name = `${room.name} ${room.key}`;
    let share = shares.get(name);
    const known = share?.view.ready.value === true;
    if (!share) {
      const ears = new Set<Ears<unknown>>();
      share = {
        ...make(ears),
        ears,
        users: 0,
        subscription: undefined,
        room: { name: room.name, key: room.key },
      };
      shares.set(name, share);
      share.subscription = subscribe(share.room, share.listener);
    }
    const mine = share;
    mine.users++;
    if (ear) mine.ears.add(ear);
    let left = false;
    // Who comes later finds the room as it is; for them that is the first joining.
    if (known) queueMicrotask(() => left || ear?.resync?.());
    return {
      view: mine.view,
      leave() {
        if (left) return;
        left = true;
        if (ear) mine.ears.delete(ear);
        if (--mine.users > 0) return;
        mine.subscription?.close();
        shares.delete(name);
      },
    };
  }

  return {
    state<M>(room: StateRoomRef<M>, ears?: Ears<M>) {
      const joined = join(
        room,
        (heard) => stateShare(room as StateRoomRef<unknown>, heard),
        ears as Ears<unknown>,
      );
      return joined as { view: StateView<M>; leave: () => void };
    },
    log<M>(room: LogRoomRef, ears?: Ears<M>) {
      const joined = join(room, logShare, ears as Ears<unknown>);
      return joined as { view: LogView<M>; leave: () => void };
    },
    found() {
      for (const share of shares.values()) share.subscription ??= subscribe(share.room, share.listener);
    },
    lost() {
      for (const share of shares.values()) share.subscription = undefined;
    },
  };
}

function stateShare(room: StateRoomRef<unknown>, ears: ReadonlySet<Ears<unknown>>) {
  const values = shallowReactive(new Map<string, unknown>());
  const ready = shallowRef(false);
  const refused = shallowRef<string | null>(null);
  const put = (message: unknown) => {
    if (room.gone?.(message)) values.delete(room.id(message));
    else values.set(room.id(message), message);
  };
  const listener: RoomListener = {
    snapshot(messages) {
      const kept = new Set(messages.map((message) => room.id(message)));
      for (const id of values.keys()) if (!kept.has(id)) values.delete(id);
      for (const message of messages) put(message);
      ready.value = true;
      for (const ear of ears) ear.resync?.();
    },
    message(message) {
      put(message);
      for (const ear of ears) ear.message?.(message);
    },
    refused: ({ code }) => (refused.value = code),
  };
  return { view: { values, ready, refused } satisfies StateView<unknown>, listener };
}

function logShare(ears: ReadonlySet<Ears<unknown>>) {
  const kept: unknown[] = [];
  const entries = shallowRef<readonly unknown[]>(kept);
  const ready = shallowRef(false);
  const refused = shallowRef<string | null>(null);
  const listener: RoomListener = {
    subscribed(recovered) {
      ready.value = true;
      if (!recovered) for (const ear of ears) ear.resync?.();
    },
    gap() {
      for (const ear of ears) ear.resync?.();
    },
    message(message) {
      kept.push(message);
      if (kept.length > LOG_KEPT) kept.splice(0, kept.length - LOG_KEPT);
      triggerRef(entries);
      for (const ear of ears) ear.message?.(message);
    },
    refused: ({ code }) => (refused.value = code),
  };
  return { view: { entries, ready, refused } satisfies LogView<unknown>, listener };
}
