import type { Confirmed, Order } from '@posthouse/print/contract';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../test-support/free-port.ts';
import { runPosthouse, type Running } from '../packages/hub/src/testing/run-command.ts';
import { startHub, type TestHub } from '../packages/hub/src/testing/start-hub.ts';
import { buildConsole, hasChromium, newPage, openBrowser, type Look } from './console-fixture.ts';

const BOSS = 'secret-of-boss';

describe.skipIf(!hasChromium)('what people do all day, in Chromium', { timeout: 240_000 }, () => {
  let browser: Browser;
  let hub: TestHub;

  beforeAll(async () => {
    buildConsole();
    [browser, hub] = await Promise.all([
      openBrowser(),
      startHub({ POSTHOUSE_TOKENS: `boss:owner:${BOSS},eye:viewer:secret-of-eye` }),
    ]);
  });
  afterAll(async () => {
    await browser.close();
    await hub[Symbol.asyncDispose]();
  });

  async function open(how?: Look): Promise<Page> {
    const { page } = await newPage(browser, how);
    return page;
  }
  /** A page that has a token of the configuration, as if it had been entered. */
  async function enter(token: string, how?: Look): Promise<Page> {
    const page = await open(how);
    await page.addInitScript(`sessionStorage.setItem('posthouse.token', '${token}')`);
    return page;
  }
  async function post<T>(url: string, path: string, body: object = {}, token = BOSS): Promise<T> {
    const reply = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    const answer: unknown = await reply.json();
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${JSON.stringify(answer)}`);
    return answer as T;
  }
  async function order(url: string, name: string): Promise<number> {
    return (await post<Order>(url, '/api/print/orders', { items: [{ name, quantity: 1, unit_price: 9 }] }))
      .id;
  }
  async function print(url: string, name: string): Promise<number> {
    const path = `/api/print/orders/${await order(url, name)}/confirm`;
    return (await post<Confirmed>(url, path)).jobs[0]!.id;
  }

  it('goes on where it was when the hub is killed and starts again', async () => {
    const data = mkdtempSync(join(tmpdir(), 'posthouse-console-'));
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const env = {
      POSTHOUSE_DATA: data,
      POSTHOUSE_PORT: String(port),
      POSTHOUSE_PRINT_PORT: String(await freePort()),
      POSTHOUSE_TOKENS: `boss:owner:${BOSS}`,
    };
    const page = await enter(BOSS, { locale: 'zh-CN' });
    const start = async (): Promise<Running> => {
      const running = runPosthouse([], env);
      await running.saw(url);
      return running;
    };
    let running = await start();
    try {
      const first = await print(url, 'tea');
      await page.goto(`${url}/print/jobs`);
      const row = (job: number) => page.getByRole('button', { name: new RegExp(`任务 ${job}(?!\\d)`) });
      await row(first).waitFor();
      // What only a page that was never loaded anew remembers.
      await page.evaluate('window.same = true');

      running.child.kill('SIGKILL');
      await running.ended;
      await page.getByText(/与服务器的连接断开了，\d+ 秒后重连|正在连接/).waitFor();
      expect(await row(first).isVisible()).toBe(true);

      running = await start();
      await page.getByText(/与服务器的连接断开了|正在连接/).waitFor({ state: 'detached' });
      await row(await print(url, 'cake')).waitFor();
      expect(await page.evaluate('window.same')).toBe(true);
    } finally {
      await page.context().close();
      running.child.kill('SIGKILL');
      await running.ended;
      rmSync(data, { recursive: true, force: true });
    }
  });

  it('shows a viewer everything and lets them do nothing', async () => {
    const id = await order(hub.url, 'tea');
    const page = await enter('secret-of-eye');
    const buttons = () =>
      page.getByRole('button', { name: /^(Confirm|Reject|Cancel order|Add|Pause|Test|Edit|Save)/ });
    await page.goto(`${hub.url}/print/orders?open=${id}`);
    await page.getByRole('dialog').getByText('tea').waitFor();
    expect(await buttons().count()).toBe(0);
    await page.goto(`${hub.url}/print/printers`);
    await page.getByRole('article').first().waitFor();
    expect(await buttons().count()).toBe(0);
    await page.context().close();
  });

  it('says why somebody must sign in again, and goes on where they were', async () => {
    const password = 'a horse on the road';
    const { id } = await post<{ id: number }>(hub.url, '/api/auth/users', {
      name: 'mei',
      password,
      // With an owner there are accounts to sign in with, not tokens alone.
      role: 'owner',
    });
    const page = await open();
    const signIn = async () => {
      await page.getByLabel('Name or e-mail').fill('mei');
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('heading', { name: 'Jobs' }).waitFor();
    };
    await page.goto(`${hub.url}/print/jobs?status=failed`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.getByText('You were signed out').count()).toBe(0);
    await signIn();
    await post(hub.url, `/api/auth/users/${id}/sign-out`);
    await page.getByText('You were signed out').waitFor();
    await signIn();
    expect(page.url()).toBe(`${hub.url}/print/jobs?status=failed`);
    await page.context().close();
  });

  it('is worked by keys alone: to a list, its search, a row and back', async () => {
    const job = await print(hub.url, 'tea');
    const page = await enter(BOSS);
    await page.goto(`${hub.url}/`);
    await page.getByRole('heading', { name: 'Home' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.getByRole('heading', { name: 'Printing' }).waitFor();
    const jobs = page.getByRole('navigation').getByRole('link', { name: 'Jobs' });
    await jobs.focus();
    await page.keyboard.press('Enter');
    const opener = page.getByRole('button', { name: `Open Job ${job}` });
    await opener.waitFor();
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement.type')).toBe('search');
    await opener.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('img').waitFor();
    expect(new URL(page.url()).search).toBe(`?open=${job}`);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.ariaLabel')).toBe(`Open Job ${job}`);
    await page.context().close();
  });

  it('has its menu under the thumb on a phone, and speaks another language when asked', async () => {
    const page = await enter(BOSS, { width: 390, height: 844 });
    await page.goto(`${hub.url}/`);
    const bar = page.getByRole('navigation');
    await bar.getByRole('link', { name: 'Printing' }).click();
    await page.getByRole('heading', { name: 'Printing' }).waitFor();
    await bar.getByRole('button', { name: 'More' }).click();
    await page.getByRole('dialog').getByRole('link', { name: 'Orders' }).click();
    await page.getByRole('heading', { name: 'Orders' }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await bar.getByRole('button', { name: 'More' }).click();
    await page.getByRole('dialog').getByText('中文').click();
    await page.getByRole('heading', { name: '订单' }).waitFor();
    await page.context().close();
  });
});
