import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createBus } from '@posthouse/bus-local';
import {
  createCatalog,
  createKeeper,
  createLeapGuard,
  createMailboxes,
  createPeers,
  createRooms,
  refuse,
  type Auth,
  type Catalog,
  type Endpoint,
  type Kernel,
  type Log,
} from '@posthouse/kernel';
import { openInline } from '@posthouse/store-sqlite/testing';
import { createWsTransport } from '@posthouse/transport-ws';
import { createNative } from '../../../hub/src/native/native.ts';
import { systemClock } from '../cli/system.ts';
import { facts, papersApp, post, type PostedPaper } from './papers-app.ts';

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

const auth: Auth = {
  who: async (_handshake, token) =>
    token === 'agent' ? { id: 'agent', roles: [], anonymous: false } : refuse('HUB_UNAUTHORIZED'),
  may: async () => true,
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

interface Told {
  readonly ref: string;
  readonly what: string;
  readonly report?: unknown;
}

/** The native protocol and one mailbox: a hub as an agent sees it. A later one goes on with `file` at `port`. */
export async function startMiniHub({ file = ':memory:', port = 0 } = {}) {
  const clock = systemClock();
  let catalog: Catalog | undefined;
  const apps = [papersApp, createNative({ catalog: () => catalog! })];
  catalog = createCatalog(apps);
  const store = await openInline(catalog, { file, clock });
  const told: Told[] = [];
  store.onCommit(({ publications }) => {
    for (const { room, message } of publications) if (room === facts.name) told.push(message as Told);
  });
  const bus = createBus();
  const guard = createLeapGuard(clock, () => {});
  const boxes = await createMailboxes({ store, clock, log: silent, guard, node: 'hub' });
  const keeper = createKeeper({ store, clock, log: silent, guard, apps });
  const rooms = createRooms({ store, bus, clock, catalog, log: silent });
  const nobody = () => Promise.reject(new Error('nobody is dialled here'));
  const random = () => 0.5;
  const kernel: Kernel = {
    clock,
    store,
    boxes,
    rooms,
    bus,
    auth,
    random,
    log: silent,
    dial: nobody,
    fetch: nobody,
  };
  const peers = createPeers({ clock, auth, log: silent, random, tick: setImmediate });
  const server = createServer();
  const shut = await createWsTransport().open(endpoint, server, peers.accept(endpoint, apps[1]!, kernel));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const taken = (server.address() as AddressInfo).port;
  return {
    kernel,
    port: taken,
    url: `ws://127.0.0.1:${taken}/ws`,
    /** What has become of a paper, in order, without what was said of its printer. */
    factsOf: (ref: string) => told.filter((one) => one.ref === ref && one.what !== 'evidence'),
    /** What was said of printers. */
    states: () => told.flatMap(({ what, report }) => (what === 'evidence' ? [report] : [])),
    post: (paper: PostedPaper) => store.write(post, paper),
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

export type MiniHub = Awaited<ReturnType<typeof startMiniHub>>;
