import type { Lease, Report } from '@posthouse/kernel';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Confirmed, Job, NewJob, Order, Printer, PrintStatus, Stats } from './contract.ts';
import type { PaperBody } from './rules.ts';
import { eventsRoom, jobsRoom, statesRoom } from './store/rooms.ts';
import { openWorld, refusalOf, type World } from './testing/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const post = <R = Job>(deed: string, id: number, body: object = {}) =>
  world.call<R>('POST', `/api/print/jobs/:id/${deed}`, { id, body });
const printerDeed = <R = Printer>(deed: string, id: number, body: object = {}) =>
  world.call<R>('POST', `/api/print/printers/:id/${deed}`, { id, body });
const orderDeed = (deed: string, id: number, body: object = {}) =>
  world.call<Confirmed>('POST', `/api/print/orders/:id/${deed}`, { id, body });
const becomes = (job: number, status: string) =>
  vi.waitFor(async () => expect((await world.job(job)).status).toBe(status), {
    timeout: 60_000,
    interval: 2,
  });

/** A job whose only paper is an open question. */
async function uncertain(): Promise<number> {
  const client = await world.client('A');
  const { jobs } = await world.order();
  await client.has(1);
  client.close(1006);
  await becomes(jobs[0]!.id, 'uncertain');
  return jobs[0]!.id;
}

describe('a failed job', () => {
  it('is retried under its own number, by a person, after automatic retries are used up', async () => {
    const client = await world.client('A');
    const { jobs } = await world.order();
    const { id } = jobs[0]!;
    for (const attempt of [1, 2, 3]) {
      await client.has(attempt);
      await client.reports(id, 'failed', '打印机缺纸');
      world.clock.advance(20_001);
    }
    await becomes(id, 'failed');
    expect(await post('retry', id)).toMatchObject({ id, status: 'waiting', error_message: null });
    await client.has(4);
    expect(client.papers.at(-1)).toBe(`${id}/1/4`);
    await client.reports(id, 'completed');
    expect((await world.job(id)).status).toBe('completed');
    expect(refusalOf(await post('retry', id))).toBe('PRINT_JOB_NOT_RETRYABLE');
  });

  it('may be closed instead', async () => {
    const { jobs } = await world.order();
    world.clock.advance(7_199_000);
    await becomes(jobs[0]!.id, 'waiting');
    world.clock.advance(2_000);
    await becomes(jobs[0]!.id, 'expired');
    expect((await post('cancel', jobs[0]!.id)).status).toBe('cancelled');
  });
});

describe('an uncertain job', () => {
  it('is not retried, because nobody knows', async () => {
    expect(refusalOf(await post('retry', await uncertain()))).toBe('PRINT_JOB_UNCERTAIN');
  });

  it('is completed by whoever saw the paper, and that is its evidence', async () => {
    const id = await uncertain();
    expect(await post('resolve', id, { printed: true })).toMatchObject({
      status: 'completed',
      evidence: 'seen',
    });
    const { history } = await world.job(id);
    expect(history.at(-1)).toMatchObject({ what: 'resolved', report: { printed: true, by: 'test' } });
    expect(refusalOf(await post('resolve', id, { printed: false }))).toBe('PRINT_JOB_NOT_UNCERTAIN');
  });

  it('prints as the next attempt when a person says that it did not', async () => {
    const id = await uncertain();
    await post('resolve', id, { printed: false });
    const client = await world.client('A');
    await client.has(1);
    expect(client.papers).toEqual([`${id}/1/2`]);
  });
});

describe('a reprint', () => {
  it('is a job of its own whose paper says so, with its count', async () => {
    const client = await world.client('A');
    const { jobs, order } = await world.order();
    const { id } = jobs[0]!;
    expect(refusalOf(await post('reprint', id))).toBe('PRINT_JOB_NOT_ENDED');
    await client.has(1);
    await client.reports(id, 'completed');
    const { body: first } = await post<{ body: Job }>('reprint', id);
    expect(first).toMatchObject({ order_id: order.id, reprint_of: id, reprint: 1, copies: 1 });
    await client.has(2);
    await client.reports(first.id, 'completed');
    const { body: second } = await post<{ body: Job }>('reprint', first.id);
    expect(second).toMatchObject({ reprint_of: id, reprint: 2 });
    const { content } = await world.job(second.id);
    expect(content).toMatch(/^\*\*\* 补打 REPRINT 2 \*\*\*\n=/);
    expect(content.match(/补打/g)).toHaveLength(1);
  });
});

describe('a job without an order', () => {
  const add = (body: NewJob) => world.call<{ body: Job }>('POST', '/api/print/jobs', { body });

  it('prints a text at whoever comes, with the order number 0 on the old wire', async () => {
    const client = await world.client('A');
    const { body: job } = await add({ text: 'hello\n', priority: 3 });
    expect(job).toMatchObject({ order_id: null, job_type: 'receipt', priority: 3 });
    await client.has(1);
    expect(client.sent.at(-1)!.order).toMatchObject({ job_id: job.id, order_id: 0, content: 'hello\n' });
  });

  it('needs one content, and a printer of bytes for markup', async () => {
    expect(refusalOf(await add({}))).toBe('PRINT_JOB_EMPTY');
    expect(refusalOf(await add({ text: 'a', markup: 'b' }))).toBe('PRINT_JOB_EMPTY');
    expect(refusalOf(await add({ markup: '^^^BIG' }))).toBe('PRINT_JOB_NEEDS_BYTES');
    const agent = await world.printer({ name: 'B', driver: 'agent' });
    const broken = { image: `iVBORw0KGgo${'AAAA'.repeat(20)}`, printer_id: agent.id };
    expect(refusalOf(await add(broken))).toBe('PRINT_JOB_UNPRINTABLE');
    expect(refusalOf(await add({ text: '\n'.repeat(1_000) }))).toBe('PRINT_JOB_TOO_LONG');
    const codes = { markup: '{code:1;option:qrcode}\n'.repeat(51), printer_id: agent.id };
    expect(refusalOf(await add(codes))).toBe('PRINT_JOB_TOO_LONG');
    expect(await world.jobs()).toEqual([]);
    const { body: job } = await add({ markup: '^^^BIG', printer_id: agent.id });
    const svg = await world.call<{ body: string }>('GET', '/api/print/jobs/:id/receipt.svg', { id: job.id });
    expect(svg.body).toMatch(/^<svg/);
    const png = await world.call<{ body: Uint8Array }>('GET', '/api/print/jobs/:id/receipt.png', {
      id: job.id,
    });
    expect([...png.body.subarray(1, 4)]).toEqual([0x50, 0x4e, 0x47]);
    const bytes = await world.call<{ body: Uint8Array }>('GET', '/api/print/jobs/:id/receipt.escpos', {
      id: job.id,
    });
    expect([...bytes.body.subarray(0, 2)]).toEqual([0x1b, 0x40]);
  });
});

describe('an order', () => {
  it('that is cancelled takes back what nobody has begun, and keeps what is in hand', async () => {
    await world.printer({ name: 'A', print_copies: 2 });
    const client = await world.client('A');
    const { order, jobs } = await world.order();
    await client.has(1);
    const cancelled = await orderDeed('cancel', order.id, { reason: '客人走了' });
    expect(cancelled.order).toMatchObject({ status: 'cancelled', reason: '客人走了' });
    const { papers } = await world.job(jobs[0]!.id);
    expect(papers.map(({ status }) => status)).toEqual(['printing', 'cancelled']);
    expect(refusalOf(await orderDeed('pay', order.id))).toBe('PRINT_ORDER_NOT_CHANGEABLE');
  });

  it('shares its items among kitchen and bar, the kitchen without prices', async () => {
    await world.printer({ name: '厨房', categories: ['food'], ticket: 'kitchen' });
    await world.printer({ name: '吧台', categories: ['drink'] });
    const items = [
      { name: '蛋糕', quantity: 1, unit_price: 30, category: 'food' },
      { name: '红茶', quantity: 2, unit_price: 8, category: 'drink' },
    ];
    const { body } = await world.call<{ body: Order }>('POST', '/api/print/orders', { body: { items } });
    const { jobs } = await orderDeed('confirm', body.id, {});
    const [kitchen, bar] = await Promise.all(jobs.map(({ id }) => world.job(id)));
    expect(kitchen).toMatchObject({ printer_name: '厨房', job_type: 'kitchen' });
    expect(kitchen!.content).toContain('1 x 蛋糕');
    expect(kitchen!.content).not.toMatch(/¥|红茶/);
    expect(bar!.content).toMatch(/红茶[^]*总计: ¥16.00/);
  });
});

describe('a printer', () => {
  it('that is paused lets papers wait, and goes on with them in order', async () => {
    const { id } = await world.printer({ name: 'A' });
    const client = await world.client('A');
    const first = await world.order();
    await client.has(1);
    const before = await world.order();
    await printerDeed('pause', id);
    const during = await world.order();
    await client.reports(first.jobs[0]!.id, 'failed', '缺纸');
    world.clock.advance(10_000);
    const { printers } = await world.call<PrintStatus>('GET', '/api/print/status');
    expect(printers[0]).toMatchObject({ paused: true, state: 'paused', waiting: 3 });
    expect(client.papers).toHaveLength(1);
    await printerDeed('resume', id);
    for (const count of [2, 3, 4]) {
      await client.has(count);
      await client.reports(Number(client.papers.at(-1)!.split('/')[0]), 'completed');
    }
    const [one, two, three] = [first, before, during].map(({ jobs }) => jobs[0]!.id);
    expect(client.papers.slice(1).toSorted()).toEqual([`${one}/1/3`, `${two}/1/3`, `${three}/1/2`]);
  });

  it('is tested by a job, and emptied by one call', async () => {
    const { id } = await world.printer({ name: 'A' });
    const { body: test } = await printerDeed<{ body: Job }>('test', id);
    expect(test).toMatchObject({ job_type: 'test', order_id: null });
    expect((await world.job(test.id)).content).toBe('发财小狗饮品店\n测试打印\n2025-07-14 10:30:00');
    await world.order();
    expect(await printerDeed('cancel-all', id)).toEqual({ cancelled: 2 });
    expect((await world.jobs()).map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
  });

  it('is served by the only client of another name, once and for good', async () => {
    const { id } = await world.printer({ name: '前台' });
    const client = await world.client('Old PC');
    const { jobs } = await world.order();
    await client.has(1);
    await client.reports(jobs[0]!.id, 'completed');
    const { clients } = await world.call<PrintStatus>('GET', '/api/print/status');
    expect(clients).toMatchObject([{ name: 'Old PC', printer_id: id, unclaimed: false }]);
    const another = await world.client('Other PC');
    await world.order();
    await client.has(2);
    expect(another.papers).toEqual([]);
  });

  it('waits with a loud banner while nobody knows which client is its own, until one is adopted', async () => {
    const { id } = await world.printer({ name: '前台' });
    await world.printer({ name: '厨房', auto_print_orders: false });
    const clients = [await world.client('one'), await world.client('two')];
    await world.order();
    const { banner } = await world.call<PrintStatus>('GET', '/api/print/status');
    expect(banner).toMatch(/前台.*one, two/);
    expect(refusalOf(await printerDeed('adopt', id, { client: 'three' }))).toBe('PRINT_CLIENT_UNKNOWN');
    await printerDeed('adopt', id, { client: 'two' });
    await clients[1]!.has(1);
    expect(clients[0]!.papers).toEqual([]);
    expect((await world.call<PrintStatus>('GET', '/api/print/status')).banner).toBeNull();
  });
});

describe('a queue that stands still', () => {
  const look = () => world.app.periodic[0]!.run(world.kernel);
  const events = async () => {
    const { standing } = await world.call<PrintStatus>('GET', '/api/print/status');
    return standing.map(({ printer_id, waiting }) => [printer_id, waiting]);
  };

  it('is said to, and no longer when it moves again', async () => {
    const { id } = await world.printer({ name: 'A' });
    const told: unknown[] = [];
    world.kernel.store.onCommit(({ publications }) => {
      for (const { room, message } of publications) if (room === 'print.events') told.push(message);
    });
    const { jobs } = await world.order();
    await look();
    expect(await events()).toEqual([]);
    world.clock.advance(61_000);
    await look();
    await look();
    expect(await events()).toEqual([[id, 1]]);
    const client = await world.client('A');
    await client.has(1);
    await client.reports(jobs[0]!.id, 'completed');
    await look();
    expect(await events()).toEqual([]);
    expect(told).toMatchObject([
      { type: 'job', from: null, status: 'waiting' },
      { type: 'queue', printer_id: id, standing_since: '2025-07-14T02:30:00.000Z', waiting: 1 },
      { type: 'job', from: 'waiting', status: 'printing' },
      { type: 'job', from: 'printing', status: 'completed' },
      { type: 'queue', printer_id: id, standing_since: null },
    ]);
  });

  it('gives its papers to the fallback printer, when that one would print them', async () => {
    const spare = await world.printer({ name: 'B', auto_print_orders: false });
    await world.printer({ name: 'A', fallback_id: spare.id });
    const { jobs } = await world.order();
    world.clock.advance(61_000);
    await look();
    expect((await world.job(jobs[0]!.id)).printer_name).toBe('A');
    const client = await world.client('B');
    await look();
    await client.has(1);
    expect(client.papers).toEqual([`${jobs[0]!.id}/1/2`]);
    expect((await world.job(jobs[0]!.id)).printer_name).toBe('B');
  });
});

describe('an agent (K4)', () => {
  it('holds the mailbox of its printer, and what it says is what the job is', async () => {
    const { id } = await world.printer({ name: 'A', driver: 'agent' });
    const [box] = world.app.boxes;
    const { jobs } = await world.order();
    const offered = Promise.withResolvers<{ item: number; lease: Lease }>();
    const held = await world.kernel.boxes.hold(box!, `print/printer/${id}`, {
      remembers: 'journal',
      deliver: (item, under) => offered.resolve({ item: item.id, lease: under }),
      alive: () => Promise.resolve(true),
    });
    expect(held).not.toBe('conflict');
    const { item, lease } = await offered.promise;
    const report = (said: Report) => lease.report(item, said);
    await lease.start(item);
    await report({ is: 'taken', by: 'journal' });
    expect((await world.job(jobs[0]!.id)).status).toBe('at_agent');
    await report({ is: 'evidence', report: { state: 'paper-out' } });
    const printer = await world.call<Printer>('GET', '/api/print/printers/:id', { id });
    expect(printer.state).toBe('paper-out');
    await report({ is: 'over', how: 'done', report: { evidence: 'printed' } });
    expect(await world.job(jobs[0]!.id)).toMatchObject({ status: 'completed', evidence: 'printed' });
  });
});

describe('a template', () => {
  const put = (template: string) =>
    world.call('PUT', '/api/print/templates/:kind', { params: { kind: 'order' }, body: { template } });
  const bodyAt = async (id: number) => {
    const [box] = world.app.boxes;
    const { promise, resolve } = Promise.withResolvers<PaperBody>();
    const lease = await world.kernel.boxes.hold(box!, `print/printer/${id}`, {
      deliver: (item) => resolve(item.body as PaperBody),
      alive: () => Promise.resolve(true),
    });
    const body = await promise;
    if (lease !== 'conflict') await lease.release();
    return body;
  };

  it('of the owner makes what agents and direct printers get, and its faults are refused', async () => {
    const { id } = await world.printer({ name: 'A', driver: 'agent', print_copies: 2 });
    expect(refusalOf(await put('{{nothing}}'))).toBe('PRINT_TEMPLATE_INVALID');
    await put('{{#reprint}}\n再 {{reprint}}\n{{/reprint}}\n^{{shop}} {{copy}}/{{copies}}\n');
    const { jobs } = await world.order();
    const body = await bodyAt(id);
    expect(body.markup).toBe('^发财小狗饮品店 1/2\n');
    // What is on its way keeps the template under which it was confirmed.
    await world.call('DELETE', '/api/print/templates/:kind', { params: { kind: 'order' } });
    await post('cancel', jobs[0]!.id);
    await post('reprint', jobs[0]!.id);
    expect((await bodyAt(id)).markup).toBe('再 1\n^发财小狗饮品店 1/1\n');
    expect(body.content).toContain('总计: ¥25.00');
  });
});

describe('the rooms', () => {
  it('show the newest jobs and what printers last said, to whoever may read jobs', async () => {
    const { id } = await world.printer({ name: 'A', driver: 'agent' });
    const { jobs } = await world.order();
    const said = world.app.ops.find(({ name }) => name === 'print.printer.saysState');
    await world.kernel.store.write(said!, { id, state: 'cover-open' });
    const { store } = world.kernel;
    expect((await jobsRoom.snapshot(store, 'print/jobs')).values).toMatchObject([
      { id: jobs[0]!.id, status: 'waiting', printer_name: 'A' },
    ]);
    expect((await statesRoom.snapshot(store, 'print/states')).values).toEqual([{ id, state: 'cover-open' }]);
    const may = (...roles: string[]) => eventsRoom.may({ id: 'x', roles, anonymous: false }, 'print/events');
    expect([may('viewer'), may('can:print.job.read'), may('print-client'), may()]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('statistics', () => {
  it('count in the old five words, and by the day of the shop', async () => {
    const client = await world.client('A');
    const { jobs } = await world.order();
    await client.has(1);
    await client.reports(jobs[0]!.id, 'completed');
    await world.order();
    await client.has(2);
    const stats = () => world.call<Stats>('GET', '/api/print/stats');
    expect(await stats()).toMatchObject({
      total_jobs: 2,
      completed_jobs: 1,
      printing_jobs: 1,
      today_completed: 1,
      today_failed: 0,
    });
    world.clock.advance(14 * 3_600_000);
    expect(await stats()).toMatchObject({ completed_jobs: 1, today_completed: 0 });
  });
});
