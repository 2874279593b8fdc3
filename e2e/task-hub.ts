import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { createBus } from '@posthouse/bus-local';
import {
  createCatalog,
  createClock,
  createPeers,
  createRooms,
  type Auth,
  type Kernel,
  type Log,
} from '@posthouse/kernel';
import { openSqlite } from '@posthouse/store-sqlite';
import { createSocketIoTransport, Sessions } from '@posthouse/transport-socketio';
import { defineApps, publishTask, taskEndpoint, type TaskConfig } from './task-app.ts';

export interface TaskHub {
  readonly port: number;
  publish(task: number, numbers: readonly number[]): Promise<void>;
  /** Connections that were accepted so far. */
  readonly accepted: number;
  close(): Promise<void>;
}

const log: Log = { debug() {}, info() {}, warn: report, error: report };
const auth: Auth = {
  who: async () => ({ id: 'viewer', roles: [], anonymous: true }),
  may: async () => false,
};

function report(fields: object, text: string): void {
  process.stderr.write(`${text} ${JSON.stringify(fields)}\n`);
}

/** A hub with nothing but the task app: store, bus, rooms, peers and the Socket.IO transport, on a folder. */
export async function startTaskHub(folder: string, config: TaskConfig, port = 0): Promise<TaskHub> {
  const clock = createClock({
    wall: Date.now,
    mono: () => performance.now(),
    sleep(wait, fn) {
      const timer = setTimeout(fn, wait);
      return () => clearTimeout(timer);
    },
  });
  const apps = defineApps(config);
  const catalog = createCatalog(apps);
  const store = await openSqlite({
    folder,
    clock,
    apps: { module: new URL('./task-app.ts', import.meta.url), config },
  });
  const bus = createBus();
  const rooms = createRooms({ store, bus, clock, catalog, log });
  const peers = createPeers({ clock, auth, log, random: Math.random, tick: setImmediate });
  const kernel = { clock, store, bus, rooms, auth, log, random: Math.random } as unknown as Kernel;
  const sessions = new Sessions({ store, log });
  const server = createServer();
  const endpoint = taskEndpoint(config);
  const accept = peers.accept(endpoint, sessions.resumable(apps[0]!), kernel);
  const closeTransport = await createSocketIoTransport({ sessions }).open(endpoint, server, accept);
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', () => resolve()));
  return {
    port: (server.address() as AddressInfo).port,
    publish: async (task, numbers) => void (await store.write(publishTask, { task, numbers })),
    get accepted() {
      return peers.counters.accepted;
    },
    async close() {
      await closeTransport();
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
      rooms.stop();
      await bus.close();
      await store.close();
    },
  };
}

/** As a process: `node e2e/task-hub.ts <folder> <config> <port>`; told over IPC what to publish. */
if (import.meta.main) {
  const [folder = '', config = '{}', port = '0'] = process.argv.slice(2);
  const hub = await startTaskHub(folder, JSON.parse(config) as TaskConfig, Number(port));
  process.on('message', (message: { task: number; numbers: number[] }) => {
    void hub.publish(message.task, message.numbers).then(() => process.send!({ published: message.numbers }));
  });
  process.send!({ port: hub.port });
}
