import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Webhook } from '../contract.ts';
import { openWorld, refusalOf } from '../testing/world.ts';
import { isPublicUrl } from './address.ts';
import { SOON } from '../../../test-support/soon.ts';

const SECRET = '0123456789abcdef';
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A receiver whose answers are set; it keeps what it got. */
async function receiver() {
  const got: { body: string; headers: IncomingHttpHeaders; status: number }[] = [];
  const state = { status: 200 };
  const server: Server = createServer((request, reply) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      got.push({ body, headers: request.headers, status: state.status });
      reply.writeHead(state.status, { location: 'http://127.0.0.1:1/' }).end();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  return { got, state, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events` };
}

async function open() {
  const world = await openWorld({ webhookPrivate: true }, fetch);
  closing.push(() => world.close());
  const add = (body: object) => world.call<{ body: Webhook }>('POST', '/api/print/webhooks', { body });
  const list = async () => (await world.call<{ items: Webhook[] }>('GET', '/api/print/webhooks')).items;
  return { world, add, list };
}

describe('a webhook', () => {
  it('gets what happens to jobs, in order and signed', async () => {
    const { world, add, list } = await open();
    const hook = await receiver();
    await add({ url: hook.url, secret: SECRET, events: ['job'] });
    const { jobs } = await world.order();
    await world.call('POST', '/api/print/jobs/:id/cancel', { id: jobs[0]!.id });
    await vi.waitFor(() => expect(hook.got).toHaveLength(2), { timeout: 60_000 });
    const messages = hook.got.map(({ body }) => JSON.parse(body) as { event: object });
    expect(messages.map(({ event }) => event)).toMatchObject([
      { type: 'job', job_id: jobs[0]!.id, from: null, status: 'waiting' },
      { type: 'job', job_id: jobs[0]!.id, from: 'waiting', status: 'cancelled' },
    ]);
    const { body, headers } = hook.got[0]!;
    const [, at, sum] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['posthouse-signature'])) ?? [];
    expect(sum).toBe(createHmac('sha256', SECRET).update(`${at}.${body}`).digest('hex'));
    await vi.waitFor(
      async () => expect(await list()).toMatchObject([{ waiting: 0, delivered: 2, dropped: 0 }]),
      SOON,
    );
    expect(JSON.stringify(await list())).not.toContain(SECRET);
  });

  it('is tried again under the same id until it takes the event; a redirect is no answer', async () => {
    const { world, add, list } = await open();
    const hook = await receiver();
    hook.state.status = 302;
    await add({ url: hook.url, secret: SECRET });
    await world.order();
    await vi.waitFor(() => expect(hook.got).toHaveLength(1), { timeout: 60_000 });
    hook.state.status = 204;
    await vi.waitFor(
      () => {
        world.clock.advance(1_000);
        expect(hook.got).toHaveLength(2);
      },
      { timeout: 60_000 },
    );
    expect(hook.got[1]!.body).toBe(hook.got[0]!.body);
    await vi.waitFor(async () => expect(await list()).toMatchObject([{ waiting: 0, delivered: 1 }]), SOON);
  });

  it('that never answers is bounded, and printing goes on', async () => {
    const { world, add, list } = await open();
    await add({ url: 'http://127.0.0.1:1/', secret: SECRET, events: ['job'] });
    for (let n = 0; n < 1_005; n++) {
      await world.call('POST', '/api/print/jobs', { body: { text: 'x' } });
    }
    expect(await list()).toMatchObject([{ waiting: 1_000, dropped: 5 }]);
    await world.call('DELETE', '/api/print/webhooks/:id', { id: 1 });
    expect(await list()).toEqual([]);
  });

  it('cannot be sent into the house', async () => {
    const world = await openWorld();
    closing.push(() => world.close());
    const add = (url: string) => world.call('POST', '/api/print/webhooks', { body: { url, secret: SECRET } });
    for (const url of ['http://127.0.0.1/', 'http://192.168.1.4/x', 'ftp://example.com/']) {
      expect({ [url]: refusalOf(await add(url)) }).toEqual({ [url]: 'PRINT_WEBHOOK_URL' });
    }
  });
});

describe('what a receiver’s name resolves to', () => {
  it.each([
    [false, 'publicFetch'],
    [true, 'fetch'],
  ])('is judged by its own setting: private %s, %s', async (webhookPrivate, by) => {
    const calls: string[] = [];
    const fake = (name: string) => async () => {
      calls.push(name);
      return new Response(null, { status: 204 });
    };
    const world = await openWorld({ webhookPrivate }, fake('fetch'), fake('publicFetch'));
    closing.push(() => world.close());
    const body = { url: 'https://hook.shop.example/', secret: SECRET };
    await world.call('POST', '/api/print/webhooks', { body });
    await world.order();
    await vi.waitFor(() => expect(calls).toEqual([by]), SOON);
  });
});

describe('inner addresses', () => {
  it.each([
    'http://localhost/',
    'http://localhost./',
    'http://a.localhost/',
    'http://printer/',
    'http://nas.local./',
    'http://0x7f000001/',
    'http://2130706433/',
    'http://0/',
    'http://169.254.169.254/latest/meta-data',
    'http://100.64.0.1/',
    'http://[::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://[fd00::1]/',
    'http://[fe80::1]/',
    'http://user:secret@example.com/',
    'nonsense',
  ])('%s is one, or no address at all', (url) => {
    expect(isPublicUrl(url, false)).toBe(false);
  });

  it.each([
    'https://example.com/hook',
    'http://10.example.com/',
    'http://8.8.8.8/',
    'http://[2400:3200::1]/',
  ])('%s is none', (url) => {
    expect(isPublicUrl(url, false)).toBe(true);
  });
});
