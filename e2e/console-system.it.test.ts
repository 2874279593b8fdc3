import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startHub, type TestHub } from '../packages/hub/src/testing/start-hub.ts';
import {
  buildConsole,
  hasChromium,
  newPage,
  obstacles,
  openBrowser,
  visit,
  type ConsolePage,
  type Look,
  type Visit,
} from './console-fixture.ts';

const TOKENS = ['boss:owner', 'op:operator', 'eye:viewer'];
const secretOf = (who: string) => `secret-of-${who}`;

const PAGES = [
  '/connections',
  '/system',
  '/system/charts',
  '/system/storage',
  '/system/settings?q=port&open=port',
  '/system/open',
  '/system/people?add=1',
  '/system/keys?add=1',
  '/system/machines?add=1',
  '/system/audit',
  '/system/account',
  '/websocket-test/?endpoint=print',
];

describe.skipIf(!hasChromium)('the pages about the hub, in Chromium', { timeout: 240_000 }, () => {
  let hub: TestHub;
  let browser: Browser;
  let boss: ConsolePage;
  let page: Page;
  let at: Visit;

  beforeAll(async () => {
    buildConsole();
    [browser, hub] = await Promise.all([
      openBrowser(),
      startHub({
        // What is being printed is not taken away: here nothing is.
        POSTHOUSE_PRINT_VIRTUAL: 'false',
        POSTHOUSE_TOKENS: TOKENS.map((token) => `${token}:${secretOf(token.split(':')[0]!)}`).join(),
      }),
    ]);
    boss = await enter('boss');
    ({ page } = boss);
    at = visit(page, hub.url);
  });
  afterEach(() => expect(boss.faults).toEqual([]));
  afterAll(async () => {
    await browser.close();
    await hub[Symbol.asyncDispose]();
  });

  /** A page that has a token of the configuration, as if it had been entered. */
  async function enter(who: string, how: Look = {}): Promise<ConsolePage> {
    return enterBy(secretOf(who), how);
  }
  async function enterBy(token: string, how: Look = {}): Promise<ConsolePage> {
    const entered = await newPage(browser, how);
    await entered.page.addInitScript(`sessionStorage.setItem('posthouse.token', '${token}')`);
    return entered;
  }
  /** Presses a button that asks first, and says yes. */
  async function pressSurely(name: string): Promise<void> {
    await page.getByRole('dialog').getByRole('button', { name, exact: true }).first().click();
    await page.locator('.el-popconfirm').getByRole('button', { name, exact: true }).click();
  }

  /** A kind of message. What is chosen lies over the field that opens the list. */
  async function choose(name: string): Promise<void> {
    await page.getByRole('combobox', { name: 'Kinds of message' }).click({ force: true });
    await page.getByRole('option', { name, exact: true }).click();
  }

  /** A client of the old print dialect. */
  async function connectClient(): Promise<{ socket: WebSocket; closed: Promise<number> }> {
    const socket = new WebSocket(`ws://127.0.0.1:${hub.printPort}/`);
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return { socket, closed };
  }

  it('shows who is connected and what they say, and sends them away', async () => {
    const { socket, closed } = await connectClient();
    await at.show('/connections?endpoint=print');
    const row = page.getByRole('row').filter({ hasText: '127.0.0.1' });
    await row.getByRole('button').click();
    const panel = page.getByRole('dialog');
    await panel.getByText('print-client').waitFor();
    await panel.getByText(/Numbers and secrets are masked/).waitFor();
    const say = { type: 'print_status', job_id: 7, status: 'failed', message: '请打 13812345678' };
    // Said until it is seen: the watching begins when the room is joined.
    const saying = setInterval(() => socket.send(JSON.stringify(say)), 200);
    await panel
      .getByText(/138\*{4}5678/)
      .first()
      .waitFor();
    clearInterval(saying);
    expect(await panel.getByText('13812345678').count()).toBe(0);
    await pressSurely('Disconnect');
    expect(await closed).toBe(4409);
    await panel.getByText('This connection has ended').waitFor();
    await panel.getByText('The connection has ended; no message will come.').waitFor();
  });

  it('makes a key that works, and takes it back', async () => {
    await at.show('/system/keys');
    await at.press('New key');
    await page.getByLabel('Name').fill('till');
    await page.getByRole('dialog').getByRole('combobox', { name: 'Permissions' }).fill('print.order.read');
    await page.getByRole('option', { name: /print\.order\.read/ }).click();
    await page.keyboard.press('Escape');
    await at.press('Create the key');
    const secret = (await page.locator('code').filter({ hasText: 'phk_' }).textContent())!.trim();
    const orders = () =>
      fetch(`${hub.url}/api/print/orders`, { headers: { authorization: `Bearer ${secret}` } });
    expect((await orders()).status).toBe(200);
    await page.getByRole('button', { name: 'Open till' }).click();
    await pressSurely('Revoke');
    await page.getByRole('cell', { name: 'Revoked' }).waitFor();
    expect((await orders()).status).toBe(401);
  });

  it('makes an account, and locks it: the open page of that person is told', async () => {
    await at.show('/system/people');
    await at.press('New account');
    await page.getByLabel('Name', { exact: true }).fill('mei');
    const password = await page.getByLabel('First password').inputValue();
    await page.getByRole('dialog').getByRole('button', { name: 'New account' }).click();
    await page.getByRole('cell', { name: 'Can sign in' }).waitFor();

    const mei = await newPage(browser);
    await mei.page.goto(`${hub.url}/system/charts`);
    await mei.page.getByLabel('Name or e-mail').fill('mei');
    await mei.page.getByLabel('Password').fill(password);
    await visit(mei.page, hub.url).press('Sign in');
    await mei.page.getByRole('heading', { name: 'Processor, percent of a core' }).waitFor();

    await page.getByRole('button', { name: 'Open mei' }).click();
    await pressSurely('Lock');
    await page.getByRole('cell', { name: 'Locked' }).waitFor();
    await mei.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await mei.page.context().close();

    await at.show('/system/audit?who=boss');
    await page
      .getByRole('row')
      .filter({ hasText: 'user/1' })
      .filter({ hasText: 'Made an account' })
      .waitFor();
    expect(mei.faults).toEqual([]);
  });

  it('gives a machine its code, once', async () => {
    await at.show('/system/machines?add=1');
    await page.getByLabel('Name').fill('bar agent');
    await at.press('Register, get a claim code');
    const code = (await page.locator('.once code').textContent())!.trim();
    await page.getByRole('cell', { name: 'Waiting to be claimed' }).waitFor();
    const claimed = await fetch(`${hub.url}/api/auth/claim`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    });
    expect(claimed.status).toBe(201);
    await page.reload();
    await page.getByRole('cell', { name: 'Claimed' }).waitFor();
    expect(await page.locator('.once').count()).toBe(0);
  });

  it('shows a viewer what a viewer may see, and nothing else', async () => {
    const eye = await enter('eye');
    await eye.page.goto(`${hub.url}/system/charts`);
    await eye.page.getByRole('heading', { name: 'Memory' }).waitFor();
    const menu = eye.page.getByRole('navigation', { name: 'Menu' });
    expect(await menu.getByRole('link', { name: /^(Charts|My account)$/ }).count()).toBe(2);
    expect(
      await menu.getByRole('link', { name: /Connections|Accounts|API keys|Settings|Storage/ }).count(),
    ).toBe(0);
    for (const path of ['/connections', '/system/people', '/system/settings', '/system/audit']) {
      await eye.page.goto(`${hub.url}${path}`);
      await eye.page.getByRole('heading', { name: 'Not allowed' }).waitFor();
    }
    expect(eye.faults).toEqual([]);
    await eye.page.context().close();
  });

  it('makes a backup, finds a setting, and says in words what is open', async () => {
    await at.show('/system/storage');
    await at.press('Back up now');
    await page
      .getByText(/backups[\\/].*/)
      .first()
      .waitFor();

    await at.show('/system/settings');
    await page.getByRole('searchbox').fill('POSTHOUSE_PRINT_PORT');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=POSTHOUSE_PRINT_PORT/);
    await page.getByRole('cell', { name: String(hub.printPort) }).waitFor();
    expect(await page.getByText('secret-of-boss').count()).toBe(0);

    await at.show('/system/open');
    await page
      .getByText(`Port ${hub.printPort}: any program from this machine may act as an old print client`)
      .waitFor();
    await page.getByText('Programs with the token "eye" have the role viewer.').waitFor();
  });

  it('makes demo data on request, and takes it away', async () => {
    await at.show('/system');
    await at.press('Add demo data');
    await page.getByText(/Printing: \d+ items/).waitFor();
    const other = await enter('op');
    await other.page.goto(`${hub.url}/print/jobs`);
    await other.page.getByRole('row').nth(1).waitFor();
    await at.press('Remove demo data');
    await page.locator('.el-popconfirm').getByRole('button', { name: 'Remove demo data' }).click();
    await page.getByText(/Printing: \d+ items/).waitFor({ state: 'detached' });
    expect(await page.getByRole('button', { name: 'Add demo data' }).count()).toBe(1);
    // Somebody else's open list lets go of them without being loaded again.
    await other.page.getByText('No print jobs yet').waitFor();
    await other.page.context().close();
  });

  it('says any message to any door, and shows the answer', async () => {
    await at.show('/websocket-test/?endpoint=print');
    await at.press('Connect');
    const log = page.getByRole('list', { name: 'What passed' });
    await log.getByText('welcome').first().waitFor();
    await choose('ping');
    await at.press('Send');
    await log.getByRole('button').filter({ hasText: 'received' }).filter({ hasText: 'pong' }).waitFor();
    await at.press('Disconnect');
    await log.getByText(/it ended as agreed \(1000\)/).waitFor();

    // The native protocol greets by itself; a token that is none is refused in words.
    await at.show('/websocket-test/?endpoint=native');
    await page.getByLabel('Token, if needed').fill(secretOf('eye'));
    await at.press('Connect');
    await log.getByText('welcome').first().waitFor();
    await choose('request');
    await at.press('Send');
    await log.getByText(/"roles":\["viewer"\]/).waitFor();

    // Socket.IO comes when it is needed.
    await at.show('/websocket-test/?endpoint=bridge-main');
    await page.getByLabel('Token, if needed').fill(secretOf('boss'));
    await at.press('Connect');
    await page.getByRole('status').getByText('Connected').waitFor();
    expect(await log.getByRole('listitem').count()).toBe(2);
  });

  it('stops at no serious obstacle for anybody, in both looks, wide and on a phone', async () => {
    const addresses = PAGES.map((path) => `${hub.url}${path}`);
    expect(await obstacles((look) => enter('boss', look), addresses)).toEqual([]);
  });
});
