import type { Job, JobPage } from '@posthouse/bridge/contract';
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

describe.skipIf(!hasChromium)('the pages of the stations, in Chromium', { timeout: 180_000 }, () => {
  let hub: TestHub;
  let browser: Browser;
  let page: Page;
  let at: Visit;
  let faults: readonly string[];

  beforeAll(async () => {
    buildConsole();
    [browser, hub] = await Promise.all([openBrowser(), startHub({ POSTHOUSE_PRINT_VIRTUAL: 'false' })]);
    ({ page, faults } = await newPage(browser, { locale: 'zh-CN', width: 1360 }));
    at = visit(page, hub.url);
  });
  afterEach(() => expect(faults).toEqual([]));
  afterAll(async () => {
    await browser.close();
    await hub[Symbol.asyncDispose]();
  });

  /** A station beside a printer: Chromium without a screen has none, so what would go to it is counted. */
  async function openStation(address: string): Promise<Page> {
    const { page: station } = await newPage(browser);
    await station.addInitScript('if (window !== window.top) window.print = () => {}');
    await station.goto(address);
    await station.waitForSelector('body[data-line=online]');
    return station;
  }

  async function jobs(station: string): Promise<readonly Job[]> {
    const reply = await fetch(`${hub.url}/api/bridge/jobs?clientId=${encodeURIComponent(station)}`);
    return ((await reply.json()) as JobPage).items;
  }

  it('tells how to begin, and shows a station as soon as its page is open', async () => {
    await at.show('/bridge');
    await page.getByText('还没有打印站').waitFor();
    await page.getByLabel('叫什么名字').fill('前台');
    await page.getByText('不弹打印对话框').click();
    await page.getByRole('img', { name: '打印站地址的二维码' }).waitFor();
    const link = await page.getByRole('link', { name: /\/station/ }).getAttribute('href');
    expect(link).toBe(`${hub.url}/station?id=${encodeURIComponent('前台')}&kiosk=1`);
    const station = await openStation(link!);
    const row = page.getByRole('row').filter({ hasText: '前台' });
    await row.getByText('在线').waitFor();
    await page.getByRole('status').getByText('1 个打印站在线').waitFor();
    await station.context().close();
    await row.getByText('不在线').waitFor();
  });

  it('sends a label to a station, and shows that it printed and how that is known', async () => {
    const station = await openStation(`${hub.url}/station?id=desk&kiosk=1`);
    await at.show('/bridge?send=1');
    const panel = page.getByRole('dialog');
    await panel.getByRole('button', { name: '发送' }).click();
    await panel.getByText('请选择或填写打印站').waitFor();
    await panel.getByRole('combobox').fill('desk');
    await page.getByRole('option', { name: 'desk' }).click();
    await panel.getByText('标签', { exact: true }).click();
    await panel.getByLabel('品名').fill('法式衬衫');
    await panel.getByRole('button', { name: '发送' }).click();
    await page.waitForURL(/station=desk/);
    await panel.getByRole('link', { name: /已打印/ }).click();
    await panel.getByText('打印站说打出来了').first().waitFor();
    for (const moment of ['发给打印站', '打印站存下了', '打出来了']) {
      await panel.getByRole('listitem').getByText(moment, { exact: true }).waitFor();
    }
    await panel.getByText('法式衬衫').waitFor();
    expect(await jobs('desk')).toMatchObject([{ state: 'completed', evidence: 'reported' }]);
    await station.context().close();
  });

  it('keeps a job for a station that is away, says so at home, and prints it when the station comes', async () => {
    await at.show('/bridge?station=后厨');
    await page.getByRole('textbox', { name: '文字' }).fill('等你回来');
    await at.press('发送');
    await page
      .getByRole('dialog')
      .getByRole('link', { name: /等打印站/ })
      .waitFor();
    await at.show('/');
    await page.getByText('“后厨”不在线，1 单在等它').waitFor();
    await page.getByText('看等待的任务').click();
    await page.getByRole('row').filter({ hasText: '等你回来' }).waitFor();
    const station = await openStation(`${hub.url}/station?id=${encodeURIComponent('后厨')}&kiosk=1`);
    await at.show('/bridge/jobs?station=后厨');
    const row = page.getByRole('row').filter({ hasText: '等你回来' });
    await row.getByText('已打印').waitFor();
    expect(await jobs('后厨')).toMatchObject([{ queue: true, state: 'completed' }]);
    await station.context().close();
  });

  it('takes back a job that waits', async () => {
    // A station that never came: one that has just left may still be given it.
    const reply = await fetch(`${hub.url}/api/bridge/jobs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ clientId: '库房', printData: 'x', queue: true }),
    });
    const { id } = (await reply.json()) as Job;
    await at.show(`/bridge/jobs?open=${id}`);
    await at.press('取消任务');
    await page.getByRole('tooltip').getByRole('button', { name: '取消任务' }).click();
    await page.getByRole('dialog').getByText('取消了').waitFor();
    await page.getByRole('row').filter({ hasText: '已取消' }).waitFor();
    expect((await jobs('库房'))[0]).toMatchObject({ id, state: 'cancelled' });
  });

  it('fits a phone and puts no serious obstacle in anybody’s way, in both languages and looks', async () => {
    const paths = [
      '/bridge',
      '/bridge?station=desk',
      '/bridge?send=1',
      '/bridge?add=1',
      '/bridge/jobs?open=1',
    ];
    const addresses = paths.map((path) => `${hub.url}${path}`);
    expect(await obstacles((look) => newPage(browser, look), addresses)).toEqual([]);
  });
});
