import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../test-support/free-port.ts';
import { startHub, type TestHub } from '../packages/hub/src/testing/start-hub.ts';
import {
  buildConsole,
  hasChromium,
  newPage,
  openBrowser,
  overflow,
  visit,
  type Visit,
} from './console-fixture.ts';

const PAGE_SIZE = 25;
/** As long as a name may be, without a place to break it; from right to left; and signs of four bytes. */
const NAMES = ['W'.repeat(100), 'طابعة المطبخ (2)', '👩‍🍳🧋 吧台'];

/** Texts that are smaller than the smallest of the four sizes (0.8125rem), with their pixels. */
const SMALLER = `(() => {
  const least = 0.8125 * parseFloat(getComputedStyle(document.documentElement).fontSize);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const { data, parentElement: place } = texts.currentNode;
    const size = parseFloat(getComputedStyle(place).fontSize);
    if (data.trim() !== '' && place.checkVisibility() && size < least - 0.5) found.push(size + ' px: ' + data);
  }
  return found;
})()`;

/** How many tiles stand in each row of the home page. */
const ROWS = `Object.values(Object.groupBy(
  [...document.querySelectorAll('main .place')],
  (tile) => tile.getBoundingClientRect().top,
)).map((row) => row.length)`;

/** Pixels of the tallest tile of the home page. */
const TALLEST = `Math.max(...[...document.querySelectorAll('main .place')].map((tile) => tile.offsetHeight))`;

describe.skipIf(!hasChromium)('what a page must stand, in Chromium', { timeout: 180_000 }, () => {
  let hub: TestHub;
  let browser: Browser;
  let page: Page;
  let at: Visit;
  let faults: readonly string[];

  beforeAll(async () => {
    buildConsole();
    [browser, hub] = await Promise.all([openBrowser(), startHub({ POSTHOUSE_PRINT_VIRTUAL: 'false' })]);
    ({ page, faults } = await newPage(browser));
    at = visit(page, hub.url);
  });
  afterEach(() => expect(faults).toEqual([]));
  afterAll(async () => {
    await browser.close();
    await hub[Symbol.asyncDispose]();
  });

  async function post<T>(path: string, body: object): Promise<T> {
    const reply = await fetch(`${hub.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
    return (await reply.json()) as T;
  }
  const order = (name: string) =>
    post('/api/print/orders', { items: [{ name, quantity: 1, unit_price: 9 }] });

  it('keeps a list where it was: Back undoes a filter, and another tab shows the same', async () => {
    for (const name of Array.from({ length: PAGE_SIZE + 2 }, () => 'tea')) await order(name);
    await order('cake');
    const rows = page.getByRole('row');
    await at.show('/print/orders');
    await rows.nth(PAGE_SIZE).waitFor();
    await page.getByRole('listitem', { name: 'page 2' }).click();
    await page.waitForURL(/page=2/);
    await page.getByText('#1', { exact: true }).waitFor();

    await page.getByRole('searchbox').fill('cake');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\?q=cake$/);
    await page.getByRole('status').getByText('1 in all').waitFor();
    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.getByRole('cell', { name: /cake/ }).waitFor();
    expect(await other.getByRole('row').count()).toBe(2);
    await other.close();

    await page.goBack();
    await page.waitForURL(/\?page=2$/);
    await page.getByText('#1', { exact: true }).waitFor();
    expect(await page.getByRole('searchbox').inputValue()).toBe('');
  });

  it('shows the last page where an address names one behind it, which is no step of its own', async () => {
    await at.show('/print/orders?q=cake');
    await page.getByRole('cell', { name: /cake/ }).waitFor();
    await at.show('/print/orders?page=9');
    await page.getByText('#1', { exact: true }).waitFor();
    expect(new URL(page.url()).search).toBe('?page=2');
    await page.goBack();
    await page.getByRole('cell', { name: /cake/ }).waitFor();
    expect(new URL(page.url()).search).toBe('?q=cake');
  });

  it('turns the pages of ten thousand rows on the narrowest phone', async () => {
    const total = 10_000;
    const lines = Array.from({ length: total }, (_, index) =>
      JSON.stringify({ question_id: index + 1, type: '1', content: `${index} + 1 = ?`, correct_answer: 'A' }),
    );
    await fetch(`${hub.url}/api/questions/import?format=jsonl&name=many.jsonl`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: lines.join('\n'),
    });
    const one = await newPage(browser, { width: 360 });
    await one.page.goto(`${hub.url}/tasks/questions`);
    await one.page.getByText('10,000 questions in the bank').waitFor();
    await one.page.goto(`${hub.url}/tasks/questions?page=250`);
    await one.page.getByRole('button', { name: 'Open Question 5000' }).waitFor();
    expect(await overflow(one.page)).toBe(0);
    await one.page.getByRole('listitem', { name: 'page 251' }).click();
    await one.page.getByRole('button', { name: 'Open Question 5020' }).waitFor();
    expect(one.faults).toEqual([]);
    await one.page.context().close();
  });

  it('does once what somebody presses twice', async () => {
    await at.show('/print/printers?add=1');
    await page.getByLabel('Name').fill('bar');
    await page.getByLabel('IP address').fill('127.0.0.1');
    await page.getByRole('button', { name: 'Save' }).dblclick();
    await page.getByRole('article').filter({ hasText: 'bar' }).waitFor();
    const { items } = (await (await fetch(`${hub.url}/api/print/printers`)).json()) as {
      items: readonly { name: string }[];
    };
    expect(items.map(({ name }) => name)).toEqual(['bar']);
  });

  it('has room for names of any length, in any script', async () => {
    for (const name of NAMES) {
      await post('/api/print/printers', { name, driver: 'client', auto_print_orders: false });
      await order(name);
      await post('/api/bridge/jobs', { clientId: name, printData: name, queue: true });
    }
    for (const width of [360, 720, 1024]) {
      const one = await newPage(browser, { width });
      for (const path of ['/', '/print', '/print/printers', '/print/orders', '/bridge', '/bridge/jobs']) {
        await one.page.goto(`${hub.url}${path}`);
        await one.page.locator('main').getByText(NAMES[1]!).first().waitFor();
        expect([path, width, await overflow(one.page)]).toEqual([path, width, 0]);
        if (path !== '/') continue;
        // The printers that are not online are named in a tile: in two lines, whatever they are called.
        await one.page.locator('main .place .note').nth(2).waitFor();
        expect(await one.page.evaluate<number>(TALLEST)).toBeLessThan(240);
      }
      expect(one.faults).toEqual([]);
      await one.page.context().close();
    }
  });

  it('moves a table that is wider than its window, and never the page', async () => {
    for (const width of [720, 1024]) {
      const one = await newPage(browser, { width });
      for (const path of ['/connections', '/system/settings']) {
        await one.page.goto(`${hub.url}${path}`);
        await one.page.getByRole('row').nth(1).waitFor();
        expect([path, width, await overflow(one.page)]).toEqual([path, width, 0]);
      }
      await one.page.context().close();
    }
  });

  it('leaves no tile of the home page alone in its row', async () => {
    const station = await newPage(browser);
    await station.page.goto(`${hub.url}/station?id=desk&kiosk=1`);
    await station.page.waitForSelector('body[data-line=online]');
    const one = await newPage(browser, { width: 1024 });
    await one.page.goto(`${hub.url}/`);
    // Printing has three; stations, connections and the hub have one each, when it is known.
    await one.page.locator('main .place').nth(5).waitFor();
    for (const [width, rows] of [
      [1024, [3, 3]],
      [1200, [3, 3]],
      [1440, [6]],
      [2560, [6]],
    ] as const) {
      await one.page.setViewportSize({ width, height: 900 });
      await expect.poll(() => one.page.evaluate(ROWS), { message: `${width} px` }).toEqual(rows);
    }
    await one.page.context().close();
    await station.page.context().close();
  });

  it('writes nothing on a wall that is smaller than its smallest letters', async () => {
    const one = await newPage(browser, { width: 2560, height: 1440 });
    for (const path of [
      '/print/orders',
      '/print/printers?add=1',
      '/system/settings',
      '/connections',
      '/tasks?new=1',
      '/websocket-test/?endpoint=print',
    ]) {
      await one.page.goto(`${hub.url}${path}`);
      await one.page.locator('main [role=status]').first().waitFor();
      if (path.includes('=1')) await one.page.getByRole('dialog').waitFor();
      expect([path, await one.page.evaluate(SMALLER)]).toEqual([path, []]);
    }
    expect(one.faults).toEqual([]);
    await one.page.context().close();
  });
});

describe.skipIf(!hasChromium)('a page that was open while the hub was away', { timeout: 180_000 }, () => {
  it('shows what that hub says, without being loaded anew', async () => {
    buildConsole();
    const browser = await openBrowser();
    const data = mkdtempSync(join(tmpdir(), 'posthouse-console-'));
    const env = { POSTHOUSE_DATA: data, POSTHOUSE_PORT: String(await freePort()) };
    const start = (shop: string) => startHub({ ...env, POSTHOUSE_PRINT_SHOP: shop });
    const { page } = await newPage(browser);
    const go = (name: string) => page.getByRole('navigation').getByRole('link', { name }).click();
    try {
      {
        await using hub = await start('First House');
        await page.goto(`${hub.url}/tasks`);
        await page.getByText('No questions yet', { exact: true }).waitFor();
        await go('System');
        await go('Settings');
        await page.getByRole('cell', { name: 'First House' }).waitFor();
      }
      await page.getByText(/Connection lost, back in \d+ s|Connecting…/).waitFor();
      // What cannot be had now says so.
      await go('Duplicates');
      await page.getByRole('alert').getByText('The hub cannot be reached').waitFor();
      {
        await using _hub = await start('Second House');
        await page.getByText('No questions yet', { exact: true }).waitFor();
        expect(await page.getByRole('alert').count()).toBe(0);
        await go('System');
        await go('Settings');
        await page.getByRole('cell', { name: 'Second House' }).waitFor();
      }
      // Settings are told by nobody: they are asked for when the hub is back.
      await using _hub = await start('Third House');
      await page.getByRole('cell', { name: 'Third House' }).waitFor();
    } finally {
      await browser.close();
      rmSync(data, { recursive: true, force: true });
    }
  });
});
