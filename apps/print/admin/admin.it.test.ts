import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Order, Printer } from '../contract.ts';
import { openWorld, refusalOf, type World } from '../testing/world.ts';
import { html } from './page.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

interface Page {
  readonly status: number;
  readonly body: string;
}
const get = (path: string, id?: number, query: object = {}) =>
  world.call<Page>('GET', path, { ...(id !== undefined && { id }), query });
/** Where a form leads, and what the next page says. */
async function submit(path: string, id?: number, body: object = {}) {
  const { redirect } = await world.call<{ redirect: string }>('POST', path, {
    ...(id !== undefined && { id }),
    body,
  });
  const url = new URL(redirect, 'http://hub');
  return [url.pathname, url.searchParams.get('message')];
}
const order = async () => {
  const items = [{ name: '茶 <b>', quantity: 1, unit_price: 8 }];
  return (await world.call<{ body: Order }>('POST', '/api/print/orders', { body: { items } })).body.id;
};

const PRINTERS = '/admin/print/printers';
const JOBS = '/admin/print/jobs';

describe('the old admin site (contract §8)', () => {
  it('adds and edits printers by its forms, and shows the form again when something is wrong', async () => {
    expect(await submit(`${PRINTERS}/add`, undefined, { name: '前台', auto_print_orders: 'on' })).toEqual([
      PRINTERS,
      '打印机 "前台" 添加成功',
    ]);
    const nameless = await world.call<Page>('POST', `${PRINTERS}/add`, { body: { name: ' ' } });
    expect(nameless.body).toContain('请输入打印机名称');
    const wide = await world.call<Page>('POST', `${PRINTERS}/add`, {
      body: { name: 'B', paper_width: '9999' },
    });
    expect(wide.body).toContain('纸宽');
    const edited = { name: '后台', port: '9101', print_copies: '2' };
    expect(await submit(`${PRINTERS}/:id/edit`, 1, edited)).toEqual([PRINTERS, '打印机 "后台" 更新成功']);
    const printer = await world.call<Printer>('GET', '/api/print/printers/:id', { id: 1 });
    expect(printer).toMatchObject({
      name: '后台',
      port: 9_101,
      print_copies: 2,
      paper_width: 80,
      auto_print_orders: false,
    });
    expect(refusalOf(await get(`${PRINTERS}/:id/edit`, 9))).toBe('PRINT_PRINTER_UNKNOWN');
    expect((await get(PRINTERS)).body).toContain('后台');
  });

  it('asks before it changes anything, and then says what it did', async () => {
    await world.printer({ name: 'A' });
    expect((await get(`${PRINTERS}/:id/toggle`, 1)).body).toContain('<form method="post"');
    expect(await submit(`${PRINTERS}/:id/toggle`, 1)).toEqual([PRINTERS, '打印机 "A" 已禁用']);
    expect(await submit(`${PRINTERS}/:id/toggle`, 1)).toEqual([PRINTERS, '打印机 "A" 已启用']);
    const [, restart] = await submit('/admin/print/server/restart');
    expect(restart).toBeTruthy();
  });

  it('retries and cancels jobs, or says why not', async () => {
    await world.order();
    expect(await submit(`${JOBS}/:id/retry`, 1)).toEqual([JOBS, '该任务无法重试']);
    expect(await submit(`${JOBS}/:id/cancel`, 1)).toEqual([JOBS, '打印任务 #1 已取消']);
    expect(await submit(`${JOBS}/:id/cancel`, 1)).toEqual([JOBS, '该任务无法取消']);
    expect((await get(JOBS, undefined, { status: 'cancelled' })).body).toContain('<td>1</td>');
    expect((await get(JOBS, undefined, { page: 2 })).body).not.toContain('<td>1</td>');
  });

  it('tests a printer when there is somebody to print it, as JSON for pages and by redirect for forms', async () => {
    const test = (body: object) => world.call<{ body: object }>('POST', '/admin/print/test/print', { body });
    expect((await test({})).body).toEqual({ success: false, message: '没有连接的打印客户端' });
    expect(await world.jobs()).toHaveLength(0);
    const client = await world.client('A');
    expect(await submit('/admin/print/test/print', undefined, { form: '1' })).toEqual([
      '/admin/print/',
      '测试打印命令已发送',
    ]);
    await client.has(1);
  });

  it('changes orders, and every way of confirming prints', async () => {
    const id = await order();
    const update = (body: object) =>
      world.call<object>('POST', '/admin/order/:id/update_status', { id, body });
    expect(await update({ status: 'confirmed' })).toEqual({
      success: true,
      message: `订单 ${id} 已确认并发送到 默认打印机`,
      old_status: 'pending',
      new_status: 'confirmed',
    });
    expect(await world.jobs()).toHaveLength(1);
    expect(await update({ status: 'pending' })).toMatchObject({ status: 400, body: { success: false } });
    expect(await update({ status: 'nonsense' })).toMatchObject({ status: 400 });
    expect(await submit('/admin/order/:id/confirm', await order(), { auto_print: 'on' })).toEqual([
      '/admin/order/2',
      '订单 2 已确认并发送到 默认打印机',
    ]);
    await world.call('POST', '/api/print/orders/:id/reject', { id: await order(), body: {} });
    expect(await submit('/admin/order/:id/confirm', 3)).toEqual(['/admin/order/3', '订单状态不允许确认']);
  });

  it('shows orders and its index, with everything that came from outside escaped', async () => {
    const id = await order();
    const { body } = await get('/admin/order/:id', id, { message: '<script>x' });
    expect(body).toContain('茶 &#60;b&#62;');
    expect(body).not.toContain('<script>x');
    expect((await get('/admin/print/')).body).toContain('打印机 0');
    expect(html`${'"<&\''}`.text).toBe('&#34;&#60;&#38;&#39;');
  });

  it('tells its pages how the print server is', async () => {
    await world.client('A');
    expect(await get('/admin/print/server/status')).toEqual({
      is_running: true,
      host: '127.0.0.1',
      port: 8765,
      connected_clients: 1,
      client_addresses: ['127.0.0.1'],
    });
  });

  it('has strangers sent to the sign-in page, JSON routes included', async () => {
    const admin = world.app.routes.filter(
      ({ path }) => path.startsWith('/admin/') && path !== '/admin/login',
    );
    expect(admin.filter(({ permission }) => permission === null)).toEqual([]);
    expect(new Set(admin.map(({ elsewhere }) => elsewhere))).toEqual(new Set(['/admin/login']));
    expect(await get('/admin/login')).toMatchObject({ redirect: '/sign-in' });
  });
});
