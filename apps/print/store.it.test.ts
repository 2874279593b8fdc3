import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Confirmed, Job, Order, Printer } from './contract.ts';
import { openWorld, refusalOf, type World } from './testing/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const items = [{ name: '柠檬茶', quantity: 2, unit_price: 12.5, size: 'large', notes: '少冰' }];
const create = async (body: object = { items }) =>
  (await world.call<{ body: Order }>('POST', '/api/print/orders', { body })).body;
const confirm = (id: number, body: object | null = null) =>
  world.call<Confirmed>('POST', '/api/print/orders/:id/confirm', { id, body });

describe('orders', () => {
  it('are priced by the server and kept as they were given', async () => {
    const order = await create({ items, notes: '打包', customer_phone: '13800000000' });
    expect(order).toMatchObject({ status: 'pending', total_amount: 25, notes: '打包', confirmed_at: null });
    expect(order.items).toEqual([
      {
        name: '柠檬茶',
        category: null,
        quantity: 2,
        unit_price: 12.5,
        subtotal: 25,
        size: 'large',
        temperature: null,
        sugar_level: null,
        ice_level: null,
        notes: '少冰',
      },
    ]);
    expect(await world.call('GET', '/api/print/orders/:id', { id: order.id })).toEqual(order);
  });

  it('are refused with a code and leave nothing behind', async () => {
    const half = { items: [{ name: 'x', quantity: 1, unit_price: 1.005 }] };
    expect(refusalOf(await world.call('POST', '/api/print/orders', { body: half }))).toBe(
      'PRINT_PRICE_INVALID',
    );
    expect(refusalOf(await world.call('GET', '/api/print/orders/:id', { id: 1 }))).toBe(
      'PRINT_ORDER_UNKNOWN',
    );
  });

  it('print once however often they are confirmed', async () => {
    const order = await create();
    const first = await confirm(order.id);
    const second = await confirm(order.id);
    expect(second).toEqual(first);
    expect(await world.jobs()).toHaveLength(1);
    expect(first.order.status).toBe('confirmed');
  });

  it('go to each active printer, its number of copies, or to a chosen one alone', async () => {
    const a = await world.printer({ name: 'A', print_copies: 3 });
    const b = await world.printer({ name: 'B' });
    const off = await world.printer({ name: 'C', is_active: false });
    const { jobs } = await confirm((await create()).id);
    expect(jobs.map(({ printer_id, copies }) => [printer_id, copies])).toEqual([
      [a.id, 3],
      [b.id, 1],
    ]);
    expect((await world.job(jobs[0]!.id)).papers).toHaveLength(3);
    const chosen = await confirm((await create()).id, { printer_id: b.id });
    expect(chosen.jobs.map(({ printer_name }) => printer_name)).toEqual(['B']);
    const refused = await create();
    expect(refusalOf(await confirm(refused.id, { printer_id: off.id }))).toBe('PRINT_PRINTER_DISABLED');
    expect((await confirm(refused.id, { auto_print: false })).jobs).toEqual([]);
  });

  it('expire where nobody prints them, after the configured time', async () => {
    const { jobs } = await confirm((await create()).id);
    world.clock.advance(7_199_000);
    expect((await world.job(jobs[0]!.id)).status).toBe('waiting');
    world.clock.advance(2_000);
    await expect.poll(async () => (await world.job(jobs[0]!.id)).status).toBe('expired');
    expect((await world.job(jobs[0]!.id)).error_message).toMatch(/waited too long/);
  });
});

describe('jobs', () => {
  it('are listed newest first, filtered and paged', async () => {
    for (let n = 0; n < 3; n++) await confirm((await create()).id);
    const page = (query: object) =>
      world.call<{ items: Job[]; total: number }>('GET', '/api/print/jobs', { query });
    expect(await page({ size: 2 })).toMatchObject({ total: 3, items: [{ id: 3 }, { id: 2 }] });
    expect(await page({ size: 2, page: 2 })).toMatchObject({ total: 3, items: [{ id: 1 }] });
    expect((await page({ status: 'pending' })).total).toBe(3);
    expect((await page({ status: 'completed' })).total).toBe(0);
    expect((await page({ order_id: 2 })).items).toHaveLength(1);
  });

  it('are taken back while nobody has begun them', async () => {
    const { jobs } = await confirm((await create()).id);
    const { id } = jobs[0]!;
    const cancel = () => world.call<Job>('POST', '/api/print/jobs/:id/cancel', { id });
    expect((await cancel()).status).toBe('cancelled');
    expect(refusalOf(await cancel())).toBe('PRINT_JOB_NOT_CANCELLABLE');
    const client = await world.client('A');
    await confirm((await create()).id);
    await client.has(1);
    expect(client.papers).toEqual([`${id + 1}/1/1`]);
  });
});

describe('printers', () => {
  const path = '/api/print/printers/:id';

  it('can be added, changed and deleted, but not while papers wait for them', async () => {
    const printer = await world.printer({ name: ' 厨房 ' });
    expect(printer).toMatchObject({ name: '厨房', driver: 'client', port: 9100, is_active: true });
    const changed = await world.call<Printer>('PATCH', path, { id: printer.id, body: { print_copies: 2 } });
    expect(changed).toMatchObject({ name: '厨房', print_copies: 2 });
    const { jobs } = await confirm((await create()).id);
    expect(refusalOf(await world.call('DELETE', path, { id: printer.id }))).toBe('PRINT_PRINTER_BUSY');
    await world.call('POST', '/api/print/jobs/:id/cancel', { id: jobs[0]!.id });
    await world.call('DELETE', path, { id: printer.id });
    expect(refusalOf(await world.call('GET', path, { id: printer.id }))).toBe('PRINT_PRINTER_UNKNOWN');
    expect((await world.job(jobs[0]!.id)).printer_name).toBe('厨房');
    await world.printer({ name: '厨房' });
  });

  it('are said to be gone in their room when they are deleted', async () => {
    const { id } = await world.printer({ name: 'A' });
    const said: unknown[] = [];
    world.kernel.store.onCommit(({ publications }) => {
      for (const { room, message } of publications) if (room === 'print.printers') said.push(message);
    });
    await world.call('DELETE', path, { id });
    expect(said).toEqual([{ id, deleted: true }]);
  });

  it('are refused where they could not work', async () => {
    await world.printer({ name: 'A' });
    const add = (body: object) => world.call('POST', '/api/print/printers', { body });
    expect(refusalOf(await add({ name: 'A' }))).toBe('PRINT_PRINTER_NAME_TAKEN');
    expect(refusalOf(await add({ name: 'B', driver: 'direct' }))).toBe('PRINT_PRINTER_NEEDS_ADDRESS');
  });
});

describe('the old admin routes', () => {
  it('say what happened in the words that its pages show', async () => {
    await world.printer({ name: 'A' });
    const order = await create();
    const api = (id: number) => world.call('POST', '/admin/api/order/:id/confirm', { id });
    expect(await api(order.id)).toEqual({ success: true, message: `订单 ${order.id} 已确认并发送到 A` });
    expect(refusalOf(await api(99))).toBe('PRINT_ORDER_UNKNOWN');
    const silent = await create();
    const form = await world.call<{ redirect: string }>('POST', '/admin/order/:id/confirm', {
      id: silent.id,
      body: {},
    });
    const said = new URL(form.redirect, 'http://hub').searchParams.get('message');
    expect(said).toBe(`订单 ${silent.id} 已确认`);
    expect(await world.jobs()).toHaveLength(1);
  });
});
