import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHub, loadConfig, systemClock, type Hub } from '@posthouse/hub';
import type { Job, JobPage } from '@posthouse/bridge/contract';
import type { Log } from '@posthouse/kernel';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { expect, vi } from 'vitest';
import { freePort } from '../test-support/free-port.ts';
import { openTcpProxy, type TcpProxy } from '../test-support/tcp-proxy.ts';

const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** A page as the known client is one: it registers on every connect, prints nothing and never reports. */
export interface Page {
  readonly socket: Socket;
  /** The objects of its `print` events, as they came. */
  readonly prints: unknown[];
  readonly disconnects: string[];
  readonly sid: string;
  connected(): Promise<void>;
}

/** A station that keeps a journal and says how a job went, when it is told to. */
export interface ReportingStation {
  readonly socket: Socket;
  /** Job names with their data, each time they came. */
  readonly got: { job: string; again: boolean; payload: unknown }[];
  report(event: 'received' | 'printed' | 'failed', job: string, message?: string): Promise<unknown>;
}

export interface Bridge {
  readonly hub: Hub;
  /** Lines on standard output. */
  readonly lines: readonly string[];
  readonly url: string;
  readonly mainUrl: string;
  get(path: string): Promise<unknown>;
  /** `/startPrint`'s message. */
  print(query: string): Promise<string>;
  status(): Promise<readonly { clientId: string; connected: boolean; socketId: string }[]>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  jobs(query?: string): Promise<readonly Job[]>;
  /** The newest job, once it is in that state. */
  settled(state: Job['state']): Promise<Job>;
  page(clientId: string, options?: Partial<ManagerOptions & SocketOptions>): Promise<Page>;
  /** A page behind a line that can be cut. */
  farPage(
    clientId: string,
    options?: Partial<ManagerOptions & SocketOptions>,
  ): Promise<Page & { line: TcpProxy }>;
  /** A station that reports, as our page does. */
  station(clientId: string, journal?: string, at?: string): Promise<ReportingStation>;
  /** Another hub on the same data and ports. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** A whole hub with the bridge's old port, on a data folder of its own. */
export async function openBridge(env: Record<string, string> = {}): Promise<Bridge> {
  const folder = mkdtempSync(join(tmpdir(), 'posthouse-bridge-'));
  const port = await freePort();
  const { config, resolved } = loadConfig({
    file: null,
    env: {
      POSTHOUSE_DATA: folder,
      POSTHOUSE_PORT: '0',
      POSTHOUSE_PRINT_PORT: '0',
      POSTHOUSE_PRINT_VIRTUAL: 'false',
      POSTHOUSE_BRIDGE_PORT: String(port),
      POSTHOUSE_TIMEZONE: 'Asia/Shanghai',
      ...env,
    },
    flags: {},
  });
  expect(resolved.faults).toEqual([]);
  const lines: string[] = [];
  const start = () =>
    createHub(config, {
      clock: systemClock(),
      log: quiet,
      random: Math.random,
      dial: () => Promise.reject(new Error('nobody is dialled here')),
      fetch,
      say: (line) => void lines.push(line),
      onFatal(error) {
        throw error;
      },
    });
  let hub = await start();
  // A free port may be somebody else's by now; the hub runs on without its bridge then.
  if (hub.vitals.endpoints.some(({ name, state }) => name === 'bridge' && state === 'taken')) {
    await hub.stop();
    rmSync(folder, { recursive: true, force: true });
    return openBridge(env);
  }
  const sockets: Socket[] = [];
  const proxies: TcpProxy[] = [];
  const url = `http://127.0.0.1:${port}`;
  const mainUrl = () => `http://127.0.0.1:${hub.port}`;

  const get = async (path: string): Promise<unknown> => {
    const response = await fetch(path.startsWith('/api/') ? mainUrl() + path : url + path);
    expect(response.status).toBe(200);
    return response.json();
  };
  async function open(
    clientId: string,
    at: string,
    options: Partial<ManagerOptions & SocketOptions> = {},
  ): Promise<Page> {
    const socket = io(at, { reconnectionDelay: 50, reconnectionDelayMax: 200, forceNew: true, ...options });
    sockets.push(socket);
    const prints: unknown[] = [];
    const disconnects: string[] = [];
    socket.on('connect', () => socket.emit('register', clientId));
    socket.on('print', (...args: unknown[]) => prints.push(args.length === 1 ? args[0] : args));
    socket.on('disconnect', (reason) => disconnects.push(reason));
    const page: Page = {
      socket,
      prints,
      disconnects,
      get sid() {
        return socket.id ?? '';
      },
      connected: () =>
        soon(async () => {
          const entry = (await bridge.status()).find((one) => one.clientId === clientId);
          expect(entry).toEqual({ clientId, connected: true, socketId: socket.id });
        }),
    };
    await page.connected();
    return page;
  }

  const bridge: Bridge = {
    get hub() {
      return hub;
    },
    lines,
    url,
    get mainUrl() {
      return mainUrl();
    },
    get,
    print: async (query) => ((await get(`/startPrint?${query}`)) as { message: string }).message,
    status: async () => ((await get('/getStatus')) as { data: never[] }).data,
    post: (path, body, headers = {}) =>
      fetch(mainUrl() + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    jobs: async (query = '') => ((await get(`/api/bridge/jobs${query}`)) as JobPage).items,
    async settled(state) {
      await soon(async () => expect((await bridge.jobs())[0]?.state).toBe(state));
      return (await bridge.jobs())[0]!;
    },
    page: (clientId, options) => open(clientId, url, options),
    async farPage(clientId, options) {
      const line = await openTcpProxy({ port });
      proxies.push(line);
      const page = await open(clientId, `http://127.0.0.1:${line.port}`, options);
      return Object.assign(page, { line });
    },
    async station(clientId, journal = 'journal-1', at = url) {
      const socket = io(at, { reconnectionDelay: 50, reconnectionDelayMax: 200, forceNew: true });
      sockets.push(socket);
      const got: ReportingStation['got'] = [];
      socket.on('print', (payload: unknown, { job, again = false }: { job: string; again?: boolean }) => {
        got.push({ job, again, payload });
      });
      await new Promise<void>((resolve) => {
        socket.on('connect', () => {
          socket.emit('register', clientId, { journal }, () => resolve());
        });
      });
      return {
        socket,
        got,
        report: (event, job, message) => socket.emitWithAck(event, { job, ...(message && { message }) }),
      };
    },
    async restart() {
      await hub.stop();
      hub = await start();
    },
    async close() {
      for (const socket of sockets) socket.disconnect();
      await Promise.all(proxies.map((proxy) => proxy.close()));
      await hub.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return bridge;
}

/** Waits until the expectation holds. */
export function soon(look: () => void | Promise<void>, timeout = 60_000): Promise<void> {
  return vi.waitFor(look, { timeout, interval: 20 });
}
