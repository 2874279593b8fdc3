import type { Confirmed, Job, JobPage, Order, Printer } from '@posthouse/print/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startHub, type TestHub } from '../packages/hub/src/testing/start-hub.ts';
import {
  buildConsole,
  hasChromium,
  newPage,
  obstacles,
  openBrowser,
  visit,
  type Visit,
} from './console-fixture.ts';
import { openOldClient } from './old-print-client.ts';

describe.skipIf(!hasChromium)('the print pages, in Chromium', { timeout: 180_000 }, () => {
  let hub: TestHub;
  let browser: Browser;
  let page: Page;
  let at: Visit;
  let faults: readonly string[];

  beforeAll(async () => {
    buildConsole();
    [browser, hub] = await Promise.all([openBrowser(), startHub()]);
    ({ page, faults } = await newPage(browser, { locale: 'zh-CN', width: 1360 }));
    at = visit(page, hub.url);
  });
  afterEach(() => expect(faults).toEqual([]));
  afterAll(async () => {
    await browser.close();
    await hub[Symbol.asyncDispose]();
  });

  async function rest<T>(method: string, path: string, body?: unknown): Promise<T> {
    const reply = await fetch(`${hub.url}${path}`, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    const answer: unknown = await reply.json();
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(answer)}`);
    return answer as T;
  }
  async function order(name: string): Promise<number> {
    const items = [{ name, quantity: 1, unit_price: 25, size: 'large' }];
    return (await rest<Order>('POST', '/api/print/orders', { items })).id;
  }
  async function printOrder(name: string, printer?: number): Promise<Job> {
    const { jobs } = await rest<Confirmed>('POST', `/api/print/orders/${await order(name)}/confirm`, {
      ...(printer !== undefined && { printer_id: printer }),
    });
    return jobs[0]!;
  }
  const printer = (body: object) => rest<Printer>('POST', '/api/print/printers', body);

  it('confirms an order, and its paper comes out of the slot while one looks', async () => {
    const id = await order('珍珠奶茶');
    await at.show('/print/orders');
    await page.getByRole('button', { name: `#${id}` }).click();
    expect(new URL(page.url()).search).toBe(`?open=${id}`);
    await at.press('确认并打印');
    await page
      .getByRole('dialog')
      .getByRole('link', { name: /已打印/ })
      .waitFor();
    await page.getByRole('cell', { name: '已确认' }).waitFor();

    await at.show('/print/virtual');
    await page.getByRole('img', { name: /珍珠奶茶/ }).waitFor();
    await printOrder('柠檬茶');
    await page.getByRole('img', { name: /柠檬茶/ }).waitFor();
  });

  it('shows that the paper is out and what waits, and goes on when there is a new roll', async () => {
    await at.show('/print/virtual');
    await at.press('拿走纸卷');
    await page.getByRole('status').getByText('缺纸').waitFor();
    await printOrder('乌龙茶');
    await at.show('/print');
    const concern = page.getByRole('listitem').filter({ hasText: /“虚拟打印机”缺纸，1 张小票在等/ });
    await concern.getByText('换上纸卷，会自动接着打').waitFor();
    await page.goBack();
    await at.press('装上纸卷');
    await page.getByRole('img', { name: /乌龙茶/ }).waitFor();
    await at.show('/print/jobs');
    await page.getByRole('row').filter({ hasText: '打印机说已打出' }).nth(2).waitFor();
    expect(await page.getByRole('row').filter({ hasText: '等待打印' }).count()).toBe(0);
  });

  it('asks the person at the printer whether a paper printed, and prints it when it did not', async () => {
    const { id: bar } = await printer({ name: '吧台', driver: 'client', auto_print_orders: false });
    const client = await openOldClient(hub.printPort, '吧台');
    const job = await printOrder('绿茶', bar);
    await client.has(1);
    // Gone with the paper in hand: nobody knows.
    client.leave();
    await at.show('/print/jobs?status=uncertain');
    await page.getByRole('button', { name: new RegExp(`任务 ${job.id}`) }).click();
    const panel = page.getByRole('dialog');
    await panel.getByText('这张小票可能没打出来——请看一眼打印机。').waitFor();
    await panel.getByRole('img', { name: /绿茶/ }).waitFor();
    await panel.getByText('不知道是否打出').waitFor();
    await at.press('没打出来，重打');
    await panel.getByText('有人看过：没打出来，重打').waitFor();
    const again = await openOldClient(hub.printPort, '吧台');
    await again.has(1);
    again.completes(job.id);
    await panel.getByText('打印客户端说已打出').first().waitFor();
    expect((await rest<JobPage>('GET', '/api/print/jobs?status=uncertain')).total).toBe(0);
    again.leave();
  });

  it('gives a client that nobody knows a printer, and its papers go there', async () => {
    // With one printer alone nobody would be asked.
    await printer({ name: '外卖台', driver: 'client', auto_print_orders: false });
    const { id } = await printer({ name: '后厨', driver: 'client', auto_print_orders: false });
    const client = await openOldClient(hub.printPort, '旧收银机');
    await at.show('/print/printers');
    const banner = page.getByRole('region', { name: '旧收银机' });
    await banner.getByRole('combobox').press('Enter');
    await page.getByRole('option', { name: '后厨' }).click();
    await banner.getByRole('button', { name: '认领' }).click();
    await banner.waitFor({ state: 'detached' });
    const card = page.getByRole('article').filter({ hasText: '后厨' });
    await card.getByText('就绪').waitFor();
    await card.getByRole('button', { name: '测试打印' }).click();
    await client.has(1);
    client.completes(client.papers[0]!.job_id);
    await card.getByRole('link', { name: /刚刚|前$/ }).waitFor();
    expect((await rest<Printer>('GET', `/api/print/printers/${id}`)).connected).toBe(true);
    client.leave();
  });

  it('adds a printer, and says in the form what is missing', async () => {
    await at.show('/print/printers');
    await at.press('添加打印机');
    await at.press('保存');
    await page.getByText('请填写名称，最多 100 个字').waitFor();
    await page.getByLabel('名称').fill('二楼');
    await page.getByText('打印代理', { exact: true }).click();
    await at.press('保存');
    await page.getByRole('article').filter({ hasText: '二楼' }).getByText('离线').waitFor();
    expect(new URL(page.url()).search).toBe('');
  });

  it('draws a template while it is written, and says in which line it is wrong', async () => {
    await at.show('/print/templates?kind=label');
    const text = page.getByRole('textbox', { name: '模板' });
    await page.getByRole('img', { name: '预览' }).waitFor();
    await text.fill('你好\n{{nobody}}\n');
    await page.getByText('第 2 行 — 没有“nobody”这项内容').waitFor();
    expect(await page.getByRole('button', { name: '保存' }).isDisabled()).toBe(true);
    await text.fill('你好 ');
    await page.getByRole('button', { name: /店名/ }).click();
    expect(await text.inputValue()).toBe('你好 {{shop}}');
    await at.press('保存');
    await page.getByRole('status').getByText('已改动').waitFor();
    await at.press('恢复自带模板');
    await page.getByRole('tooltip').getByRole('button', { name: '恢复自带模板' }).click();
    await page.getByRole('status').getByText('自带模板').waitFor();
  });

  it('fits a phone and puts no serious obstacle in anybody’s way, in both languages and looks', async () => {
    const { items } = await rest<JobPage>('GET', '/api/print/jobs');
    const [job] = items;
    const paths = [
      '',
      '/jobs',
      `/jobs?open=${job?.id}`,
      '/orders?open=1',
      '/printers?add=1',
      '/templates',
      '/virtual',
    ];
    const addresses = paths.map((path) => `${hub.url}/print${path}`);
    expect(await obstacles((look) => newPage(browser, look), addresses)).toEqual([]);
  });
});
