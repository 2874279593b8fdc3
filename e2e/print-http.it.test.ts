import { connect, type Client, type Hold, type Job as Item } from '@posthouse/client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startHub, type TestHub } from '../packages/hub/src/testing/start-hub.ts';

const PATIENCE = { timeout: 60_000, interval: 10 };

let hub: TestHub;
let client: Client;
let holding: Hold;
let printer: number;
/** What the printer does with the papers that come now. */
let fate: 'done' | 'refused' | 'unknown' = 'done';
let keys = 0;

beforeAll(async () => {
  hub = await startHub({ POSTHOUSE_PRINT_VIRTUAL: 'false', POSTHOUSE_PRINT_RETRY_DELAY: '0' });
  client = connect({ url: `${hub.url.replace('http', 'ws')}/ws` });
  printer = (await post('/api/print/printers', { name: 'counter', driver: 'agent' })).body.id as number;
  holding = await hold();
});
afterAll(async () => {
  client.close();
  await hub[Symbol.asyncDispose]();
});

async function hold(): Promise<Hold> {
  const held = Promise.withResolvers<void>();
  const key = `print/printer/${printer}`;
  const wish = client.hold({ box: 'papers', key, remembers: 'a-journal' }, print, {
    held: () => held.resolve(),
  });
  await held.promise;
  return wish;
}

async function print(item: Item): Promise<void> {
  if (await item.start()) await item.over(fate, fate === 'done' ? { evidence: 'printed' } : {});
}

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  /** Where a page sends the browser. */
  readonly to: string | null;
  readonly replayed: boolean;
}

async function post(path: string, body: object | null, key?: string): Promise<Answer> {
  const response = await fetch(hub.url + path, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
    to: response.headers.get('location'),
    replayed: response.headers.get('idempotency-replayed') === 'true',
  };
}

async function get<R>(path: string): Promise<R> {
  return (await (await fetch(hub.url + path)).json()) as R;
}

interface JobRow {
  readonly id: number;
  readonly status: string;
}

/** How many papers were ever posted, once nothing moves. */
async function posted(): Promise<number> {
  const jobs = await vi.waitFor(async () => {
    const { items } = await get<{ items: JobRow[] }>('/api/print/jobs?size=100');
    expect(items.filter(({ status }) => MOVING.includes(status))).toEqual([]);
    return items;
  }, PATIENCE);
  const histories = await Promise.all(
    jobs.map(({ id }) => get<{ history: { what: string }[] }>(`/api/print/jobs/${id}`)),
  );
  return histories.flatMap(({ history }) => history).filter(({ what }) => what === 'posted').length;
}
const MOVING = ['waiting', 'printing', 'at_agent'];

async function order(): Promise<number> {
  const items = [{ name: '珍珠奶茶', quantity: 1, unit_price: 25 }];
  return (await post('/api/print/orders', { items })).body.id as number;
}

/** A job that came to this. */
async function jobThatIs(end: typeof fate): Promise<number> {
  fate = end;
  const id = (await post('/api/print/jobs', { text: end, printer_id: printer })).body.id as number;
  await posted();
  fate = 'done';
  return id;
}

/** Everything that prints, each as a request to be sent twice. */
const PRINTING: Readonly<Record<string, () => Promise<{ path: string; body: object | null }>>> = {
  '/api/print/jobs': async () => ({ path: '/api/print/jobs', body: { text: 'hello' } }),
  '/api/print/jobs/:id/retry': async () => ({
    path: `/api/print/jobs/${await jobThatIs('refused')}/retry`,
    body: null,
  }),
  '/api/print/jobs/:id/reprint': async () => ({
    path: `/api/print/jobs/${await jobThatIs('done')}/reprint`,
    body: {},
  }),
  '/api/print/jobs/:id/resolve': async () => ({
    path: `/api/print/jobs/${await jobThatIs('unknown')}/resolve`,
    body: { printed: false },
  }),
  '/api/print/orders/:id/confirm': async () => ({
    path: `/api/print/orders/${await order()}/confirm`,
    body: {},
  }),
  '/api/print/orders/:id/status': async () => ({
    path: `/api/print/orders/${await order()}/status`,
    body: { status: 'confirmed' },
  }),
  '/api/print/printers/:id/test': async () => ({ path: `/api/print/printers/${printer}/test`, body: null }),
  '/api/print/printers/:id/resume': async () => {
    await post(`/api/print/printers/${printer}/pause`, null);
    await post(`/api/print/orders/${await order()}/confirm`, {});
    return { path: `/api/print/printers/${printer}/resume`, body: null };
  },
  '/admin/print/jobs/:id/retry': async () => ({
    path: `/admin/print/jobs/${await jobThatIs('refused')}/retry`,
    body: null,
  }),
  '/admin/order/:id/confirm': async () => ({
    path: `/admin/order/${await order()}/confirm`,
    body: { auto_print: 'on' },
  }),
  '/admin/api/order/:id/confirm': async () => ({
    path: `/admin/api/order/${await order()}/confirm`,
    body: null,
  }),
  '/admin/order/:id/update_status': async () => ({
    path: `/admin/order/${await order()}/update_status`,
    body: { status: 'confirmed' },
  }),
  '/admin/print/test/print': async () => ({ path: '/admin/print/test/print', body: {} }),
};

/** What changes something and puts nothing on paper. A new route needs a line here or above. */
const PRINTING_NOTHING =
  /^\/api\/print\/(orders|printers|webhooks|orders\/:id\/(reject|cancel|pay|complete|refund)|jobs\/:id\/cancel|printers\/:id\/(pause|cancel-all|adopt)|templates\/:kind\/preview|virtual\/faults)$|^\/admin\/(login|print\/(jobs\/:id\/cancel|server\/restart|printers\/(add|:id\/(edit|toggle))))$/;

describe('a request with an Idempotency-Key', () => {
  it('is tried below for every route that prints', () => {
    const routes = hub.hub.routes.filter(
      ({ method, path }) => method === 'POST' && /^\/(api\/print|admin)\//.test(path),
    );
    const paths = routes.map(({ path }) => path).filter((path) => !PRINTING_NOTHING.test(path));
    expect([...new Set(paths)].sort()).toEqual(Object.keys(PRINTING).sort());
  });

  it.each(Object.keys(PRINTING))('prints once when it is sent again: %s', async (route) => {
    const { path, body } = await PRINTING[route]!();
    const key = `key-${++keys}`;
    const first = await post(path, body, key);
    expect(first.status).toBeLessThan(400);
    expect(first.replayed).toBe(false);
    const papers = await posted();
    expect(await post(path, body, key)).toEqual({ ...first, replayed: true });
    expect(await posted()).toBe(papers);
  });

  it('gets its first answer also when the printer has gone meanwhile', async () => {
    const test = (key: string) => post('/admin/print/test/print', {}, key);
    const first = await test('before-it-went');
    await posted();
    holding.close();
    await vi.waitFor(
      async () => expect((await test('later')).body).toMatchObject({ success: false }),
      PATIENCE,
    );
    expect(await test('before-it-went')).toEqual({ ...first, replayed: true });
    holding = await hold();
    expect((await test('later')).body).toMatchObject({ success: true });
  });

  it('is refused with another body under the same key', async () => {
    await post('/api/print/jobs', { text: 'one' }, 'twice');
    const again = await post('/api/print/jobs', { text: 'two' }, 'twice');
    expect([again.status, (again.body as { error: { code: string } }).error.code]).toEqual([
      409,
      'KERNEL_KEY_REUSED',
    ]);
  });
});

describe('the rooms of print, over the native protocol', () => {
  it.each(['print.orders', 'print.jobs', 'print.states', 'print.printers'])(
    '%s begins with how things are',
    async (name) => {
      await order();
      const begun = Promise.withResolvers<readonly unknown[]>();
      const room = { name, key: name.replace('.', '/') };
      const subscription = client.subscribe(room, {
        message() {},
        snapshot: begun.resolve,
        refused: (error) => begun.reject(error),
      });
      expect(Array.isArray(await begun.promise)).toBe(true);
      subscription.close();
    },
  );

  it('say what happens: an order that is made and confirmed, and its job to the end', async () => {
    const orders: string[] = [];
    const jobs: string[] = [];
    const events: string[] = [];
    const joined = [
      Promise.withResolvers<void>(),
      Promise.withResolvers<void>(),
      Promise.withResolvers<void>(),
    ];
    const watch = (name: string, n: number, statuses: string[]) =>
      client.subscribe<{ status: string }>(
        { name, key: name.replace('.', '/') },
        { message: ({ status }) => statuses.push(status), subscribed: () => joined[n]!.resolve() },
      );
    const watching = [
      watch('print.orders', 0, orders),
      watch('print.jobs', 1, jobs),
      watch('print.events', 2, events),
    ];
    await Promise.all(joined.map(({ promise }) => promise));
    await post(`/api/print/orders/${await order()}/confirm`, {});
    await vi.waitFor(() => {
      // A state room may pass over what did not last; the log has every step.
      expect(orders.at(-1)).toBe('confirmed');
      expect(jobs.at(-1)).toBe('completed');
      expect(events).toEqual(['waiting', 'printing', 'completed']);
    }, PATIENCE);
    for (const one of watching) one.close();
  });
});
