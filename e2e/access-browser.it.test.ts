import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { freePort } from '../test-support/free-port.ts';
import { startHub, type TestHub } from '../packages/hub/src/testing/start-hub.ts';

const CHROMIUM = process.env['POSTHOUSE_CHROMIUM'] ?? '/usr/bin/chromium';
const there = existsSync(CHROMIUM);

/** What a page tried, and what it got: `read …` when it could see the answer. */
interface Spoils {
  readonly status: string;
  readonly order: string;
  readonly native: string;
  readonly print: string;
  readonly polling: string;
}

interface Targets {
  readonly main: string;
  readonly print: string;
  readonly bridge: string;
}

/** Everything that a page can try, as the page's own script. */
const raid = (targets: Targets): string => `(${RAID})(${JSON.stringify(targets)})`;
const RAID = String.raw`async ({ main, print, bridge }) => {
  const read = (url, how) =>
    fetch(url, how).then(
      async (reply) => 'read ' + reply.status + ' ' + (await reply.text()).slice(0, 40),
      () => 'blocked',
    );
  const open = (url, protocol) =>
    new Promise((resolve) => {
      const socket = new WebSocket(url.replace('http', 'ws'), protocol ? [protocol] : []);
      socket.onopen = () => resolve('open');
      socket.onerror = () => resolve('blocked');
    });
  const body = JSON.stringify({ items: [{ name: 'stolen', quantity: 1, unit_price: 1 }] });
  // A form needs no leave of the browser; its answer cannot be read, but its effect would be there.
  const form = document.createElement('form');
  const frame = document.createElement('iframe');
  Object.assign(form, { method: 'post', action: main + '/api/print/orders', target: 'out' });
  form.innerHTML = '<input name="items" value="1">';
  frame.name = 'out';
  document.body.append(frame, form);
  form.submit();
  await new Promise((resolve) => { frame.onload = resolve; });
  await read(main + '/api/print/orders', { method: 'POST', mode: 'no-cors', body });
  return {
    status: await read(main + '/api/status'),
    order: await read(main + '/api/print/orders', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body,
    }),
    native: await open(main + '/ws', 'posthouse.1'),
    print: await open(print),
    polling: await read(bridge + '/socket.io/?EIO=4&transport=polling'),
  };
}`;

const BLOCKED: Spoils = {
  status: 'blocked',
  order: 'blocked',
  native: 'blocked',
  print: 'blocked',
  polling: 'blocked',
};

it.runIf(process.env['CI'] === 'true')('has a Chromium to try it in', () => {
  expect(there, `${CHROMIUM} is not there; set POSTHOUSE_CHROMIUM`).toBe(true);
});

describe.skipIf(!there)('a default hub, and a page in a browser on its machine', () => {
  let hub: TestHub;
  let targets: Targets;
  let foreign: Server;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const bridge = await freePort();
    hub = await startHub({ POSTHOUSE_BRIDGE_PORT: String(bridge), POSTHOUSE_PRINT_VIRTUAL: 'false' });
    targets = {
      main: hub.url,
      print: `http://127.0.0.1:${hub.printPort}/`,
      bridge: `http://127.0.0.1:${bridge}`,
    };
    foreign = createServer((_request, reply) => {
      reply.setHeader('content-type', 'text/html').end('<!doctype html><body>');
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => {
      foreign.once('listening', resolve);
    });
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--host-resolver-rules=MAP *.example 127.0.0.1'],
    });
    page = await browser.newPage();
  });
  afterAll(async () => {
    await browser.close();
    foreign.close();
    await hub[Symbol.asyncDispose]();
  });

  const foreignPort = () => (foreign.address() as AddressInfo).port;

  it('lets its own page do everything: the raid below would succeed if it were let', async () => {
    // A page of the hub without the console's own policy, which would allow less.
    await page.goto(`${hub.url}/health`);
    expect(await page.evaluate(raid(targets))).toMatchObject({
      status: expect.stringMatching(/^read 200/) as string,
      order: expect.stringMatching(/^read 201/) as string,
      native: 'open',
      print: 'open',
      polling: expect.stringMatching(/^read 200 0\{"sid"/) as string,
    });
  });

  it('keeps a page of another origin from connecting, printing and reading', async () => {
    const last = async () => {
      const reply = await fetch(`${hub.url}/api/print/orders`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ items: [{ name: 'tea', quantity: 1, unit_price: 1 }] }),
      });
      return ((await reply.json()) as { id: number }).id;
    };
    const before = await last();
    await page.goto(`http://evil.example:${foreignPort()}/`);
    expect(await page.evaluate(raid(targets))).toEqual(BLOCKED);
    expect(await last()).toBe(before + 1);
  });

  it('keeps a sandboxed page out as well, whose origin is null', async () => {
    await page.goto(`http://evil.example:${foreignPort()}/`);
    await page.evaluate(String.raw`(() => {
      const frame = document.createElement('iframe');
      frame.setAttribute('sandbox', 'allow-scripts allow-forms');
      frame.srcdoc = '<!doctype html><body>sandboxed';
      document.body.append(frame);
    })()`);
    const frame = await expect
      .poll(() => page.frames().length, { timeout: 60_000 })
      .toBe(2)
      .then(() => page.frames()[1]!);
    expect(await frame.evaluate(raid(targets))).toEqual(BLOCKED);
  });

  it('is shown in no frame of another origin, where its buttons could be pressed unseen', async () => {
    const framed = async (from: string) => {
      await page.goto(from);
      const script = String.raw`new Promise((resolve) => {
        const frame = document.createElement('iframe');
        frame.name = 'framed';
        frame.src = ${JSON.stringify(`${hub.url}/sign-in`)};
        frame.onload = resolve;
        document.body.append(frame);
      })`;
      await page.evaluate(script);
    };
    // A frame of another origin is another process's, which the page hears of before we do.
    const shows = (url: string) => vi.waitFor(() => expect(page.frame('framed')?.url()).toBe(url), 30_000);
    await framed(`${hub.url}/`);
    await shows(`${hub.url}/sign-in`);
    await framed(`http://evil.example:${foreignPort()}/`);
    await shows('chrome-error://chromewebdata/');
  });

  it('does not answer to a name that was bound to this machine', async () => {
    const rebound = await page.goto(`http://evil.example:${hub.hub.port}/api/status`);
    expect(rebound?.status()).toBe(403);
    expect(await rebound?.text()).toContain('HUB_HOST_REFUSED');
  });
});
