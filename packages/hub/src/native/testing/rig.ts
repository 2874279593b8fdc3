import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { createBus } from '@posthouse/bus-local';
import {
  createCatalog,
  createClock,
  createKeeper,
  createLeapGuard,
  createMailboxes,
  createPeers,
  createRooms,
  refuse,
  type App,
  type Auth,
  type Catalog,
  type Endpoint,
  type Kernel,
  type Limits,
  type Log,
  type Store,
} from '@posthouse/kernel';
import { openInline } from '@posthouse/store-sqlite/testing';
import { createWsTransport } from '@posthouse/transport-ws';
import { createNative } from '../native.ts';
import { yard } from './yard.ts';

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** `agent` may do everything, `clerk` the same for one key, `guest` is let in, any other token is not. */
const auth: Auth = {
  async who(_handshake, token) {
    if (token === 'clerk') return { id: token, roles: ['agent'], only: ['yard/clerk'], anonymous: false };
    return token === 'agent' || token === 'guest'
      ? { id: token, roles: [token], anonymous: false }
      : refuse('HUB_UNAUTHORIZED');
  },
  may: async ({ roles, only }, _permission, on) =>
    roles.includes('agent') && (on === undefined || only === undefined || only.includes(on)),
};

const endpoint: Endpoint = {
  name: 'native',
  transport: 'ws',
  port: 0,
  host: '127.0.0.1',
  paths: /^\/ws$/,
  subprotocol: 'posthouse.1',
  origins: [],
  maxMessage: 65_536,
  ping: 25_000,
  timeout: 20_000,
  open: [],
};

export interface RigOptions {
  /** A later rig goes on with the same data… */
  readonly file?: string;
  /** …at the same place. */
  readonly port?: number;
  readonly app?: App;
  readonly limits?: Partial<Limits>;
  readonly onCommit?: Parameters<Store['onCommit']>[0];
}

/** A hub cut down to the native protocol and one app: the real kernel, store, transport and sockets. */
export async function startRig({
  file = ':memory:',
  port = 0,
  app = yard,
  limits = {},
  onCommit,
}: RigOptions = {}) {
  const clock = createClock({
    wall: () => Date.now(),
    mono: () => performance.now(),
    sleep(wait, fn) {
      const timer = setTimeout(fn, wait);
      return () => clearTimeout(timer);
    },
  });
  let catalog: Catalog | undefined;
  const native = createNative({ catalog: () => catalog! });
  const apps = [app, native];
  catalog = createCatalog(apps);
  const store = await openInline(catalog, { file, clock });
  if (onCommit) store.onCommit(onCommit);
  const bus = createBus();
  const guard = createLeapGuard(clock, () => {});
  const boxes = await createMailboxes({ store, clock, log: silent, guard, node: 'rig' });
  const keeper = createKeeper({ store, clock, log: silent, guard, apps });
  const rooms = createRooms({ store, bus, clock, catalog, log: silent });
  const nobody = () => Promise.reject(new Error('this rig dials nobody'));
  const random = () => 0.5;
  const kernel: Kernel = {
    clock,
    store,
    boxes,
    rooms,
    bus,
    auth,
    log: silent,
    random,
    dial: nobody,
    fetch: nobody,
    publicFetch: nobody,
  };
  const peers = createPeers({ clock, auth, log: silent, random, limits, tick: setImmediate });
  const server = createServer();
  const shut = await createWsTransport().open(endpoint, server, peers.accept(endpoint, native, kernel));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const taken = (server.address() as AddressInfo).port;
  return {
    kernel,
    peers,
    port: taken,
    url: `ws://127.0.0.1:${taken}/ws`,
    /** Drops every connection without a word, as a kill would; the store keeps what it has committed. */
    async stop(): Promise<void> {
      const closed = once(server, 'close');
      server.close();
      await shut();
      server.closeAllConnections();
      await closed;
      rooms.stop();
      await keeper.stop();
      await boxes.stop();
      await bus.close();
      await store.close();
    },
  };
}

export type Rig = Awaited<ReturnType<typeof startRig>>;
