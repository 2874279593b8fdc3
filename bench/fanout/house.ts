import { createBus } from '@posthouse/bus-local';
import {
  createClock,
  createPeers,
  createRooms,
  type Auth,
  type Log,
  type LogRoom,
  type Principal,
  type Store,
} from '@posthouse/kernel';

/** The room of all benchmarks here, behind a `may`. */
export const room: LogRoom = {
  name: 'bench.room',
  kind: 'log',
  may: (principal) => principal.roles.includes('reader'),
  keep: { count: 1_000, age: 60_000, durable: false },
  sequence: 'key',
};

const reader: Principal = { id: 'bench', roles: ['reader'], anonymous: false };
const auth: Auth = { who: async () => reader, may: async () => true };
const silent = () => {};
const log: Log = {
  debug: silent,
  info: silent,
  warn: silent,
  error: (fields, text) => console.error(text, fields),
};

const clock = createClock({
  wall: () => Date.now(),
  mono: () => performance.now(),
  sleep(wait, fn) {
    const timer = setTimeout(fn, wait);
    return () => clearTimeout(timer);
  },
});

/** The kernel's live half as the hub composes it: counters, queue bounds and limits on, these wide enough for a crowd. */
export const peers = createPeers({
  clock,
  auth,
  log,
  limits: { connections: 20_000, perAddress: 20_000, messages: 1_000_000, bytes: 2 ** 30 },
  random: () => Math.random(),
  tick: setImmediate,
});

// The room is no durable one: of a store, only its commits are listened to.
const store = { epoch: 'bench', onCommit: () => silent } as unknown as Store;
export const rooms = createRooms({ store, bus: createBus(), clock, catalog: { rooms: new Map() }, log });
