import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../test-support/free-port.ts';
import { startHub, type TestHub } from '../packages/hub/src/testing/start-hub.ts';
import {
  buildConsole,
  hasChromium,
  newPage,
  openBrowser,
  overflow,
  seriousFaults,
} from './console-fixture.ts';

const WAIT = { timeout: 20_000 };

describe.skipIf(!hasChromium)('the frame of the console', () => {
  let browser: Browser;
  let hub: TestHub;

  beforeAll(async () => {
    buildConsole();
    [browser, hub] = await Promise.all([openBrowser(), startHub()]);
  });
  afterAll(async () => {
    await browser.close();
    await hub[Symbol.asyncDispose]();
  });

  it('says in one sentence that all is well, and prints a first receipt in a minute', async () => {
    const { page, faults } = await newPage(browser, { locale: 'zh-CN' });
    await page.goto(`${hub.url}/`);
    await page.getByText('一切正常').waitFor(WAIT);
    await page.getByRole('button', { name: '打印第一张小票' }).click();
    await page.getByText('打出来了').waitFor(WAIT);
    await page.getByRole('img', { name: '第一张小票' }).waitFor(WAIT);
    expect(await page.title()).toContain('驿站');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('stops at no serious obstacle for anybody, in both looks, wide and on a phone', async () => {
    for (const [locale, width, scheme] of [
      ['zh-CN', 1280, 'light'],
      ['en', 390, 'dark'],
    ] as const) {
      const { page, faults } = await newPage(browser, { locale, width, scheme });
      for (const path of ['/', '/sign-in', '/system/no-such-page']) {
        await page.goto(`${hub.url}${path}`);
        await page.getByRole('heading', { level: 1 }).waitFor(WAIT);
        expect([path, await seriousFaults(page), await overflow(page)]).toEqual([path, [], 0]);
      }
      await page.goto(`${hub.url}/`);
      await page.getByRole('heading', { level: 1 }).waitFor(WAIT);
      if (width < 720) await page.getByRole('button', { name: /More|更多/ }).click();
      else await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor(WAIT);
      expect(await seriousFaults(page)).toEqual([]);
      expect(faults).toEqual([]);
      await page.context().close();
    }
  });

  it('is driven by keys', async () => {
    const { page } = await newPage(browser);
    await page.goto(`${hub.url}/`);
    await page.getByRole('heading', { name: 'Home' }).waitFor(WAIT);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor(WAIT);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ ...WAIT, state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.waitForURL(`${hub.url}/print`, WAIT);
    await page.keyboard.press('g');
    await page.keyboard.press('h');
    await page.waitForURL(`${hub.url}/`, WAIT);
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.context().close();
  });

  it('remembers language and look in this browser', async () => {
    const { page } = await newPage(browser, { locale: 'zh-CN' });
    await page.goto(`${hub.url}/`);
    await page.getByRole('button', { name: '本机' }).click();
    await page.getByText('English').click();
    await page.getByRole('heading', { name: 'Home' }).waitFor(WAIT);
    await page.getByText('Dark', { exact: true }).click();
    await page.reload();
    await page.getByRole('heading', { name: 'Home' }).waitFor(WAIT);
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
    expect(await page.evaluate(`document.documentElement.classList.contains('dark')`)).toBe(true);
    await page.context().close();
  });

  it('says that there is no such page, and keeps the way home', async () => {
    const { page } = await newPage(browser);
    await page.goto(`${hub.url}/system/nowhere`);
    await page.getByRole('heading', { name: 'No such page' }).waitFor(WAIT);
    await page.getByRole('link', { name: 'Back to home' }).click();
    await page.getByRole('heading', { name: 'Home' }).waitFor(WAIT);
    expect(page.url()).toBe(`${hub.url}/`);
    await page.context().close();
  });

  it('lets a lasting file be kept for good and the page never, and lets no other script in', async () => {
    const page = await fetch(`${hub.url}/print/jobs?status=uncertain`);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'self'.*frame-ancestors 'self'/);
    const html = await page.text();
    // What somebody without scripts reads.
    expect(html).toMatch(/<noscript>[\s\S]*\/health[\s\S]*The console needs JavaScript/);
    const script = /src="(\/assets\/index-[^"]+\.js)"/.exec(html)?.[1];
    const file = await fetch(`${hub.url}${script}`, { headers: { 'accept-encoding': 'gzip, br' } });
    expect(file.headers.get('cache-control')).toContain('immutable');
    expect(file.headers.get('content-encoding')).toBe('br');
    expect(file.headers.get('vary')).toBe('accept-encoding');
    expect(await file.text()).toContain('import');
    expect((await fetch(`${hub.url}/assets/theme.js`)).headers.get('cache-control')).toBe('no-cache');
    for (const name of ['..%2findex.html', '.vite', 'nothing.js']) {
      expect([name, (await fetch(`${hub.url}/assets/${name}`)).status]).toEqual([name, 404]);
    }
  });
});

describe.skipIf(!hasChromium)('a page that stays open', () => {
  let browser: Browser;
  beforeAll(async () => {
    buildConsole();
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it('says when the hub is away and for how long, and is live again when it is back', async () => {
    const data = mkdtempSync(join(tmpdir(), 'posthouse-console-'));
    const env = { POSTHOUSE_DATA: data, POSTHOUSE_PORT: String(await freePort()) };
    const { page, faults } = await newPage(browser);
    try {
      {
        await using hub = await startHub(env);
        await page.goto(`${hub.url}/`);
        await page.getByText('All is well').waitFor(WAIT);
      }
      await page.getByText(/Connection lost, back in \d+ s|Connecting…/).waitFor(WAIT);
      await using hub = await startHub(env);
      await page.getByText('All is well').waitFor(WAIT);
      expect(await page.getByText(/Connection lost/).count()).toBe(0);
      // Live: what happens now is seen without a reload.
      await page.getByRole('button', { name: 'Print the first receipt' }).waitFor(WAIT);
      const order = { items: [{ name: 'tea', quantity: 1, unit_price: 10 }] };
      const reply = await fetch(`${hub.url}/api/print/orders`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(order),
      });
      const { id } = (await reply.json()) as { id: number };
      await fetch(`${hub.url}/api/print/orders/${id}/confirm`, { method: 'POST' });
      await page.getByText('It printed').waitFor(WAIT);
      expect(faults).toEqual([]);
    } finally {
      await page.context().close();
      rmSync(data, { recursive: true, force: true });
    }
  });

  it('lets somebody in with a token where they came to, and shows them what they may', async () => {
    await using hub = await startHub({ POSTHOUSE_TOKENS: 'm:metrics:metrics-secret' });
    const { page } = await newPage(browser);
    await page.goto(`${hub.url}/print`);
    // No accounts, and tokens are configured: only a token helps.
    await page.getByRole('heading', { name: 'Enter with a token' }).waitFor(WAIT);
    await page.getByLabel('Token').fill('wrong');
    await page.getByRole('button', { name: 'Enter with a token' }).click();
    await page.getByRole('alert').waitFor(WAIT);
    await page.getByLabel('Token').fill('metrics-secret');
    await page.getByRole('button', { name: 'Enter with a token' }).click();
    await page.getByRole('heading', { name: 'Not allowed' }).waitFor(WAIT);
    expect(await page.getByRole('link', { name: 'Printing' }).count()).toBe(0);
    expect(page.url()).toBe(`${hub.url}/print`);
    await page.context().close();
  });

  it('asks to sign in again where somebody was when their session has ended', async () => {
    await using hub = await startHub();
    const { page } = await newPage(browser);
    await page.goto(`${hub.url}/sign-in`);
    await page.getByLabel('Name').fill('boss');
    await page.getByLabel('Password').fill('a horse on the road');
    await page.getByRole('button', { name: 'Make the owner' }).click();
    await page.getByText('All is well').waitFor(WAIT);
    await page.goto(`${hub.url}/print/jobs?status=failed`);
    await page.getByRole('heading', { level: 1 }).waitFor(WAIT);
    // From another tab, say.
    await page.evaluate(`fetch('/api/auth/sign-out', { method: 'POST' })`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor(WAIT);
    await page.getByLabel('Name').fill('boss');
    await page.getByLabel('Password').fill('a horse on the road');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Jobs' }).waitFor(WAIT);
    expect(page.url()).toBe(`${hub.url}/print/jobs?status=failed`);
    await page.context().close();
  });
});
