import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import {
  createClock,
  createPeers,
  type Auth,
  type Counters,
  type Endpoint,
  type Kernel,
  type Log,
} from '@posthouse/kernel';
import { createEngineIoTransport, createSocketIoTransport } from '@posthouse/transport-socketio';
import { engineIoEcho, socketIoEcho } from './protocol-apps.ts';

/** The settings that both public suites name. */
const SUITE = { ping: 300, timeout: 200, maxMessage: 1_000_000, connectTimeout: 1000 };
/** The same for who may be late: a busy machine answers no ping within a fifth of a second. */
export const PATIENT = { ...SUITE, timeout: 2_000, connectTimeout: 5_000 };

const silent: Log = {
  debug() {},
  info() {},
  warn() {},
  error: (fields, text) => console.error(text, fields),
};
const anyone: Auth = {
  who: async () => ({ id: 'suite', roles: [], anonymous: true }),
  may: async () => false,
};
const clock = createClock({
  wall: Date.now,
  mono: () => performance.now(),
  sleep(wait, fn) {
    const timer = setTimeout(fn, wait);
    return () => clearTimeout(timer);
  },
});

function endpoint(name: string, paths: RegExp, bounds: typeof SUITE): Endpoint {
  return { ...bounds, name, transport: name, port: 0, host: '127.0.0.1', paths, origins: ['*'], open: [] };
}

/**
 * Serves `/socket.io/` and `/engine.io/` through the hub's transports, with the kernel's peers, limits and counters
 * between, as both public protocol suites expect it; `/metrics` shows what they did.
 */
export async function startProtocolFixture(
  port: number,
  bounds = SUITE,
): Promise<{ port: number; close(): Promise<void> }> {
  // The first ping at nine tenths of an interval, which the suites count on; elsewhere it is spread at random.
  const peers = createPeers({ clock, auth: anyone, log: silent, random: () => 0.9, tick: setImmediate });
  // The echo apps use no port of the kernel's.
  const kernel = { clock, auth: anyone, log: silent } as unknown as Kernel;
  const server = createServer((request, response) => answer(request, response, peers.counters));
  const socketIo = endpoint('socketio', /^\/socket\.io\//, bounds);
  const engineIo = endpoint('engineio', /^\/engine\.io\//, bounds);
  const closers = [
    await createSocketIoTransport({
      namespaces: ['/', '/custom'],
      connectTimeout: bounds.connectTimeout,
    }).open(socketIo, server, peers.accept(socketIo, socketIoEcho, kernel)),
    await createEngineIoTransport().open(engineIo, server, peers.accept(engineIo, engineIoEcho, kernel)),
  ];
  await new Promise<void>((resolve) => void server.listen(port, () => resolve()));
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const close of closers) await close();
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}

function answer(request: IncomingMessage, response: ServerResponse, counters: Counters): void {
  if (request.url !== '/metrics') return void response.writeHead(404).end();
  const refusals = [...counters.refusals].map(([code, n]) => `posthouse_refusals_total{code="${code}"} ${n}`);
  const lines = [`posthouse_connections_total ${counters.accepted}`, ...refusals];
  response.setHeader('content-type', 'text/plain; version=0.0.4').end(`${lines.join('\n')}\n`);
}

if (import.meta.main) {
  const { port } = await startProtocolFixture(Number(process.argv[2] ?? 3000));
  console.log(`the protocol fixture listens on ${port}`);
}
