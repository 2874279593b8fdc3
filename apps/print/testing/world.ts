import {
  createCatalog,
  createKeeper,
  createLeapGuard,
  createMailboxes,
  isRefusal,
  type Id,
  type Kernel,
  type Log,
  type Op,
  type Route,
} from '@posthouse/kernel';
import { createFakeClock } from '@posthouse/kernel/testing';
import { tcpDial } from '@posthouse/printing';
import { openInline } from '@posthouse/store-sqlite/testing';
import { print } from '../app.ts';
import type { PrintConfig } from '../config.ts';
import type { Confirmed, Job, JobDetail, NewPrinter, Order, Printer } from '../contract.ts';
import { FakePeer } from './fake-peer.ts';

const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };

export const testConfig: PrintConfig = {
  shop: '发财小狗饮品店',
  silence: 30_000,
  orderExpiry: 7_200_000,
  retryDelay: 5_000,
  standAfter: 60_000,
  webhookPrivate: false,
  virtual: false,
  timezone: 'Asia/Shanghai',
  port: 8765,
  host: '127.0.0.1',
  origins: [],
  open: [],
};

/** The app on the real mailboxes over a real database in memory, with a clock that is told what time it is. */
export async function openWorld(
  change: Partial<PrintConfig> = {},
  fetched: Kernel['fetch'] = absent('fetch'),
  publiclyFetched: Kernel['fetch'] = absent('publicFetch'),
) {
  const clock = createFakeClock(Date.UTC(2025, 6, 14, 2, 30));
  const app = print({ ...testConfig, ...change });
  const disk = { full: false };
  const store = await openInline(createCatalog([app]), {
    clock,
    beforeCommit() {
      if (disk.full) throw new Error('the disk is full');
    },
  });
  const guard = createLeapGuard(clock, () => {});
  const boxes = await createMailboxes({ store, clock, log: quiet, guard, node: 'test' });
  const keeper = createKeeper({ store, clock, log: quiet, guard, apps: [app] });
  const kernel: Kernel = {
    clock,
    store,
    boxes,
    rooms: absent('rooms'),
    bus: absent('bus'),
    auth: { who: absent('who'), may: (principal) => Promise.resolve(!principal.roles.includes('nobody')) },
    log: quiet,
    random: () => 0.5,
    dial: tcpDial,
    fetch: fetched,
    publicFetch: publiclyFetched,
  };
  const stop = await app.start(kernel);

  /** Calls a route as the mounted one would be called. */
  async function call<R>(
    method: Route['method'],
    path: string,
    {
      id,
      body = null,
      query = {},
      roles = ['local'],
      params = { id },
    }: { id?: Id; body?: unknown; query?: unknown; roles?: readonly string[]; params?: object } = {},
  ): Promise<R> {
    const route = app.routes.find((one) => one.method === method && one.path === path);
    if (!route) throw new Error(`no route ${method} ${path}`);
    const answer = await route.handle({
      params,
      query,
      body,
      principal: { id: 'test', roles, anonymous: false },
      locale: 'en',
      address: '127.0.0.1',
      write: <A, T>(op: Op<A, T>, args: A) => store.write(op, args),
      read: <A, T>(op: Op<A, T>, args: A) => store.read(op, args),
      kernel,
    } as never);
    return answer as R;
  }

  return {
    app,
    clock,
    disk,
    kernel,
    call,
    async client(name: string | null, roles: readonly string[] = ['print-client']) {
      const peer = new FakePeer(clock, roles);
      const inbound = await app.accept(peer, handshake, kernel);
      if (isRefusal(inbound)) throw new Error(inbound.refuse);
      peer.inbound = inbound;
      if (name !== null) await peer.says({ type: 'printer_info', printer: { name, status: 'ready' } });
      return peer;
    },
    async printer(given: NewPrinter): Promise<Printer> {
      const { body } = await call<{ body: Printer }>('POST', '/api/print/printers', { body: given });
      return body;
    },
    /** A confirmed order of one tea. */
    async order(how: { printer_id?: Id; auto_print?: boolean } = {}): Promise<Confirmed> {
      const items = [{ name: '珍珠奶茶', quantity: 1, unit_price: 25 }];
      const { body } = await call<{ body: Order }>('POST', '/api/print/orders', { body: { items } });
      return call('POST', '/api/print/orders/:id/confirm', { id: body.id, body: how });
    },
    job: (id: Id) => call<JobDetail>('GET', '/api/print/jobs/:id', { id }),
    async jobs(): Promise<readonly Job[]> {
      return (await call<{ items: Job[] }>('GET', '/api/print/jobs')).items;
    },
    async close() {
      await stop();
      await keeper.stop();
      await boxes.stop();
      await store.close();
    },
  };
}

export type World = Awaited<ReturnType<typeof openWorld>>;

const handshake = {
  endpoint: 'print',
  path: '/',
  query: new URLSearchParams(),
  headers: new Map<string, string>(),
  address: '127.0.0.1',
};

/** A part of the kernel that this app must not use here. */
function absent(name: string): never {
  const fail = () => {
    throw new Error(`the print app used ${name}`);
  };
  return new Proxy(fail, { get: fail }) as never;
}

export function refusalOf(answer: unknown): string | undefined {
  return isRefusal(answer) ? answer.refuse : undefined;
}
