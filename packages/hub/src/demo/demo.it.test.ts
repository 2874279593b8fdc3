import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RawPeer } from '../native/testing/raw-peer.ts';
import { startHub, type TestHub } from '../testing/start-hub.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub[Symbol.asyncDispose]());

async function ask<T>(path: string, method = 'GET', body?: unknown): Promise<T> {
  const reply = await fetch(hub.url + path, {
    method,
    headers: { 'content-type': 'application/json', 'accept-language': 'en' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return (await reply.json()) as T;
}

interface Row {
  readonly id: number;
  readonly status: string;
  readonly evidence: string | null;
}
interface Page<T = Row> {
  readonly items: readonly T[];
  readonly total: number;
}
type DemoPage = Page<{ app: string; made: number; since: string | null }>;

const made = (page: DemoPage, app: string) => page.items.find((one) => one.app === app)?.made;
const jobs = () => ask<Page>('/api/print/jobs?size=100');
const printers = async () =>
  (await ask<Page<{ id: number; name: string; auto_print_orders: boolean }>>('/api/print/printers')).items;

/** Somebody who looks at lists, by the names of their rooms. */
async function watch(...rooms: readonly string[]): Promise<RawPeer> {
  const peer = await RawPeer.connect(`${hub.url.replace('http', 'ws')}/ws`);
  peer.say({ type: 'hello', data: { client: 'test/1', version: 1 } });
  for (const name of rooms) peer.say({ type: 'subscribe', room: { name, key: name.replace('.', '/') } });
  return peer;
}

/** The jobs as their room shows them, as soon as they are so. */
async function jobsWhen(enough: (statuses: readonly string[]) => boolean): Promise<readonly string[]> {
  const peer = await watch('print.jobs');
  const now = () => {
    const known = new Map<number, string>();
    for (const { data } of peer.all('snapshot')) {
      for (const { id, status } of data.values as Row[]) known.set(id, status);
    }
    for (const { data } of peer.all('message')) known.set((data as Row).id, (data as Row).status);
    return [...known.values()].sort();
  };
  await peer.heard.until(() => peer.all('snapshot').length > 0 && enough(now()));
  peer.close();
  return now();
}

const completed = (count: number) => (statuses: readonly string[]) =>
  statuses.filter((one) => one === 'completed').length === count;

describe('demo data', () => {
  it('is there on request, in every state, and printed on the virtual printer alone', async () => {
    const own = await ask<Row>('/api/print/orders', 'POST', {
      items: [{ name: '自家的', quantity: 1, unit_price: 1 }],
    });
    const before = await printers();
    expect(made(await ask<DemoPage>('/api/demo'), 'print')).toBe(0);
    const first = await ask<DemoPage>('/api/demo', 'POST', {});
    expect(made(first, 'print')).toBe(10);
    expect(made(first, 'bridge')).toBe(4);
    const again = await ask<DemoPage>('/api/demo', 'POST', {});
    expect(again).toEqual(first);

    const printed = await jobsWhen(completed(2));
    expect(printed).toEqual(['completed', 'completed', 'failed', 'uncertain', 'waiting']);
    expect((await ask<Page<{ state: string }>>('/api/bridge/jobs')).items.map(({ state }) => state)).toEqual([
      'offline',
      'cancelled',
      'waiting',
      'waiting',
    ]);
    // Orders of others go where they went before.
    const after = await printers();
    expect(after.filter(({ name }) => !name.includes('demo'))).toEqual(
      before.map((printer) => expect.objectContaining({ auto_print_orders: printer.auto_print_orders })),
    );
    expect(await ask(`/api/print/orders/${own.id}`)).toMatchObject({ id: own.id });
  });

  it('goes without a trace, and takes nothing else along', async () => {
    const own = await ask<Row>('/api/print/orders', 'POST', {
      items: [{ name: '自家的', quantity: 1, unit_price: 1 }],
    });
    const confirmed = await ask<{ jobs: Row[] }>(`/api/print/orders/${own.id}/confirm`, 'POST', {});
    await jobsWhen(completed(3));
    const peer = await watch('print.jobs', 'print.orders', 'print.printers', 'bridge.jobs');
    await peer.heard.until(() => peer.all('snapshot').length === 4);
    const demo = (await printers()).find(({ name }) => name.includes('demo'))!;
    const gone = await ask<DemoPage>('/api/demo', 'DELETE');
    // Who looks at a list while its rows go is told of each.
    const deleted = (room: string) =>
      peer
        .all('message')
        .filter((said) => said.room?.name === room && (said.data as { deleted?: true }).deleted === true);
    await peer.heard.until(() =>
      [deleted('print.jobs'), deleted('print.orders'), deleted('print.printers'), deleted('bridge.jobs')]
        .map(({ length }) => length)
        .every((count, at) => count === [5, 9, 1, 4][at]),
    );
    const ofPrinters = peer.all('message').filter(({ room }) => room?.name === 'print.printers');
    expect(ofPrinters.map(({ data }) => data)).toEqual([{ id: demo.id, deleted: true }]);
    peer.close();
    expect(gone.items.map((one) => one.made)).toEqual(gone.items.map(() => 0));
    expect((await jobs()).items.map(({ id }) => id)).toEqual(confirmed.jobs.map(({ id }) => id));
    expect((await printers()).map(({ name }) => name)).toEqual(['虚拟打印机']);
    expect((await ask<Page>('/api/bridge/jobs')).total).toBe(0);
    expect(made(await ask<DemoPage>('/api/demo', 'DELETE'), 'print')).toBe(0);
  });

  it('comes again, for one app alone', async () => {
    const one = await ask<DemoPage>('/api/demo', 'POST', { what: ['bridge'] });
    expect([made(one, 'bridge'), made(one, 'print')]).toEqual([4, 0]);
    expect(await ask('/api/demo', 'POST', { what: ['nothing'] })).toMatchObject({
      error: { code: 'HUB_DEMO_UNKNOWN' },
    });
    expect(made(await ask<DemoPage>('/api/demo?what=bridge', 'DELETE'), 'bridge')).toBe(0);
  });

  it('stays whole while a receipt of somebody waits at its printer', async () => {
    await ask('/api/demo', 'POST', { what: ['print'] });
    // The one of the test before, and the two of the demo.
    await jobsWhen(completed(3));
    const demo = (await ask<Page<{ id: number; name: string }>>('/api/print/printers')).items.find(
      ({ name }) => name.includes('demo'),
    )!;
    const own = await ask<Row>('/api/print/jobs', 'POST', { text: 'mine', printer_id: demo.id });
    expect(await ask('/api/demo?what=print', 'DELETE')).toMatchObject({
      error: { code: 'PRINT_DEMO_BUSY', detail: { job_id: own.id } },
    });
    expect(made(await ask<DemoPage>('/api/demo'), 'print')).toBe(10);
    await ask(`/api/print/jobs/${own.id}/cancel`, 'POST', {});
    expect(made(await ask<DemoPage>('/api/demo?what=print', 'DELETE'), 'print')).toBe(0);
    expect(await ask(`/api/print/jobs/${own.id}`)).toMatchObject({ id: own.id, status: 'cancelled' });
  });
});

it('sends nothing to a printer that is somebody’s when there is no virtual one', async () => {
  await using bare = await startHub({ POSTHOUSE_PRINT_VIRTUAL: 'false' });
  const post = (path: string, body: object) =>
    fetch(bare.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const { id } = (await (await post('/api/print/printers', { name: '前台' })).json()) as Row;
  expect((await post('/api/demo', { what: ['print'] })).status).toBe(200);
  const { items } = (await (await fetch(`${bare.url}/api/print/jobs`)).json()) as Page<{
    printer_id: number;
  }>;
  expect(items).toHaveLength(3);
  expect(items.filter(({ printer_id }) => printer_id === id)).toEqual([]);
});
