import { type Key, type Principal, type StateRoom } from '@posthouse/kernel';
import type { ConnectionNews, TailNews } from '@posthouse/protocol';
import { createGrants } from '../auth/roles.ts';
import { isTailKey } from '../connections/tail-key.ts';
import { housePermissions } from './permissions.ts';
import type { Beat } from './pulse.ts';

export const CONNECTIONS_KEY = 'house/connections';
export const VITALS_KEY = 'house/vitals';

/** What the hub's rooms show to whoever joins: it lives in the main thread alone. */
export interface Shown {
  connections(): readonly ConnectionNews[];
  vitals(): readonly Beat[];
  /** A join begins the tail. `open`: payloads as they are. */
  tail(key: Key, open: boolean): readonly TailNews[];
}

export interface HouseRooms {
  readonly connections: StateRoom<ConnectionNews>;
  readonly vitals: StateRoom<Beat>;
  readonly tail: StateRoom<TailNews>;
  readonly payload: StateRoom<TailNews>;
  /** null until the hub is open, and in the store's threads, which know the rooms by name. */
  shown: Shown | null;
}

const SECOND = 1_000;
const grants = createGrants(housePermissions);

/** The key is right, and the reader has the permission. */
function maySee(permission: string, fits: (key: Key) => boolean) {
  return ({ roles, only }: Principal, key: Key): boolean =>
    fits(key) && grants(roles, permission) && (only === undefined || only.includes(key));
}

/** The rooms of the hub itself. What they say is of this moment: no commit, no history. */
export function createHouseRooms(): HouseRooms {
  const state = <M>(
    name: string,
    may: StateRoom<M>['may'],
    id: (message: M) => string,
    values: (shown: Shown, key: Key) => readonly M[],
    every?: number,
  ): StateRoom<M> => ({
    kind: 'state',
    name,
    may,
    id,
    ...(every !== undefined && { every }),
    // Publications without a commit count as newer than any snapshot.
    snapshot: async (_store, key) => ({ at: 0, values: rooms.shown ? values(rooms.shown, key) : [] }),
  });

  const rooms: HouseRooms = {
    connections: state(
      'house.connections',
      maySee('house.peer.read', (key) => key === CONNECTIONS_KEY),
      ({ id }) => id,
      (shown) => shown.connections(),
      SECOND,
    ),
    vitals: state(
      'house.vitals',
      maySee('hub.status.read', (key) => key === VITALS_KEY),
      () => 'vitals',
      (shown) => shown.vitals(),
      SECOND,
    ),
    tail: state(
      'house.tail',
      maySee('house.peer.tail', isTailKey),
      ({ id }) => id,
      (shown, key) => shown.tail(key, false),
    ),
    payload: state(
      'house.payload',
      maySee('house.peer.payload', isTailKey),
      ({ id }) => id,
      (shown, key) => shown.tail(key, true),
    ),
    shown: null,
  };
  return rooms;
}
