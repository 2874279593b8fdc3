import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineApps } from './apps.ts';
import { loadConfig } from './config/load.ts';
import { freePort } from '../../../test-support/free-port.ts';
import { statusWith, upgrade } from './testing/knock.ts';
import { startHub, type TestHub } from './testing/start-hub.ts';

const order = { items: [{ name: '珍珠奶茶', quantity: 1, unit_price: 25 }] };

function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', 'accept-language': 'en', ...headers },
  });
}

describe('a hub without tokens', () => {
  let test: TestHub;
  beforeAll(async () => {
    test = await startHub();
  });
  afterAll(() => test[Symbol.asyncDispose]());

  it('is healthy and ready', async () => {
    const health = await fetch(`${test.url}/health`);
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({
      status: 'healthy',
      store: { state: 'open' },
      endpoints: expect.arrayContaining([
        { name: 'main', host: '127.0.0.1', port: test.hub.port, state: 'open' },
        { name: 'print', host: '127.0.0.1', port: test.printPort, state: 'open' },
        expect.objectContaining({ name: 'bridge', state: 'closed' }),
      ]),
    });
    expect((await fetch(`${test.url}/ready`)).status).toBe(200);
    expect(await (await fetch(`${test.url}/health/websocket`)).json()).toMatchObject({
      active_connections: 0,
    });
  });

  it('replays a request with the same key: status, body and a header; another body is a conflict', async () => {
    const headers = { 'idempotency-key': 'one' };
    const first = await post(`${test.url}/api/print/orders`, order, headers);
    const again = await post(`${test.url}/api/print/orders`, order, headers);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(await again.json()).toEqual(await first.json());
    expect(first.headers.has('idempotency-replayed')).toBe(false);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const other = await post(
      `${test.url}/api/print/orders`,
      { items: [...order.items, ...order.items] },
      headers,
    );
    expect(other.status).toBe(409);
    expect(await other.json()).toMatchObject({ error: { code: 'KERNEL_KEY_REUSED' } });
  });

  it('names every fault of a body, converts nothing in it, and changes nothing', async () => {
    const count = async () =>
      ((await (await fetch(`${test.url}/api/print/jobs`)).json()) as { total: number }).total;
    const before = await count();
    const reply = await post(`${test.url}/api/print/orders`, {
      items: [{ name: 'x', quantity: '2', unit_price: 'free' }],
      table: 'T1',
    });
    expect(reply.status).toBe(400);
    expect(await reply.json()).toMatchObject({
      error: {
        code: 'HUB_INVALID_INPUT',
        message: 'The input is not valid',
        detail: [
          { in: 'body', at: '/table', message: 'is not known here' },
          { in: 'body', at: '/items/0/quantity' },
          { in: 'body', at: '/items/0/unit_price' },
        ],
      },
    });
    expect(await count()).toBe(before);
  });

  it.each([
    ['bad JSON', '{', 'application/json', 400, 'HUB_BAD_JSON'],
    [
      'JSON too deep',
      `{"notes":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
      'application/json',
      400,
      'KERNEL_TOO_DEEP',
    ],
    ['no UTF-8', Buffer.from([0x22, 0xc4, 0xcc, 0xb2, 0xe8, 0x22]), 'application/json', 400, 'HUB_BAD_JSON'],
    ['another content', 'x', 'text/plain', 415, 'HUB_MEDIA_TYPE'],
    ['too much', ' '.repeat(1_048_577), 'application/json', 413, 'HUB_BODY_TOO_LARGE'],
  ])('codes %s', async (_, body, type, status, code) => {
    const reply = await fetch(`${test.url}/api/print/orders`, {
      method: 'POST',
      body,
      headers: { 'content-type': type },
    });
    expect(reply.status).toBe(status);
    expect(await reply.json()).toMatchObject({ error: { code } });
  });

  it('reads little of what comes to a route that asks for no permission', async () => {
    const large = { name: 'x'.repeat(16_384) };
    expect((await post(`${test.url}/api/auth/sign-in`, large)).status).toBe(413);
    expect((await post(`${test.url}/nowhere`, large)).status).toBe(413);
  });

  it.each([
    ['that is no text', '/api/print/jobs/%E0%A4%A'],
    ['with a part of unlikely length', `/api/print/jobs/${'9'.repeat(300)}`],
  ])('codes a path %s', async (_, path) => {
    const reply = await fetch(`${test.url}${path}`);
    expect(reply.status).toBe(400);
    expect(await reply.json()).toMatchObject({ error: { code: 'HUB_INVALID_INPUT' } });
  });

  it('speaks the language that is asked for', async () => {
    const message = async (language: string) => {
      const reply = await fetch(`${test.url}/nowhere`, { headers: { 'accept-language': language } });
      return ((await reply.json()) as { error: { message: string } }).error.message;
    };
    expect(await message('zh-CN,zh;q=0.9')).toBe('没有这个地址');
    expect(await message('en')).toBe('There is nothing at this address');
  });

  it('keeps foreign pages out, at requests and at upgrades', async () => {
    expect(await statusWith(`${test.url}/health`, { host: 'evil.example' })).toBe(403);
    expect(await statusWith(`${test.url}/health`, { origin: 'https://evil.example' })).toBe(403);
    expect(await statusWith(`${test.url}/health`, { origin: test.url })).toBe(200);
    const door = `ws://127.0.0.1:${test.printPort}/`;
    expect(await upgrade(door, { origin: 'https://evil.example' })).toBe(403);
    expect(await upgrade(door, { host: 'evil.example' })).toBe(403);
    expect(await upgrade(door)).toBe('open');
  });

  it('gives an upgrade to the endpoint of its path and sub-protocol, or turns it away', async () => {
    const main = `ws://127.0.0.1:${test.hub.port}`;
    expect(await upgrade(`${main}/ws`, {}, 'posthouse.1')).toBe('open');
    expect(await upgrade(`${main}/ws`)).toBe(404);
    expect(await upgrade(`${main}/elsewhere`, {}, 'posthouse.1')).toBe(404);
  });

  it('counts the upgrades that it turns away, by their code', async () => {
    const refused = async (code: string) => {
      const text = await (await fetch(`${test.url}/metrics`)).text();
      const line = new RegExp(`^posthouse_refusals_total\\{code="${code}"\\} (\\d+)$`, 'm');
      return Number(line.exec(text)?.[1] ?? 0);
    };
    for (const [code, path, headers] of [
      ['HUB_NOT_FOUND', '/elsewhere', {}],
      ['HUB_ORIGIN_REFUSED', '/bridge/socket.io/?EIO=4', { origin: 'https://evil.example' }],
    ] as const) {
      const before = await refused(code);
      await upgrade(`ws://127.0.0.1:${test.hub.port}${path}`, headers);
      expect(await refused(code)).toBe(before + 1);
    }
  });

  it('answers no route of the main port on another door', async () => {
    expect((await fetch(`http://127.0.0.1:${test.printPort}/api/print/jobs`)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${test.printPort}/api/docs/json`)).status).toBe(404);
  });

  it('documents the apps’ routes', async () => {
    const document = (await (await fetch(`${test.url}/api/docs/json`)).json()) as {
      paths: Record<string, unknown>;
    };
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/api/print/orders', '/api/status', '/api/print/jobs']),
    );
  });

  it('counts what it does', async () => {
    const text = await (await fetch(`${test.url}/metrics`)).text();
    expect(text).toMatch(/^posthouse_store_writes_total\{op="print.*outcome="durable"\} [1-9]/m);
    expect(text).toMatch(/^posthouse_store_commits_total [1-9]/m);
    expect(text).toMatch(/^posthouse_refusals_total\{code="HUB_INVALID_INPUT"\} [1-9]/m);
    expect(text).toMatch(
      /^posthouse_http_request_seconds_count\{method="POST",route="\/api\/print\/orders",status="201"\} /m,
    );
    expect(text).toMatch(/^posthouse_nodejs_eventloop_lag_p99_seconds /m);
  });
});

describe('a hub with tokens', () => {
  let test: TestHub;
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
  beforeAll(async () => {
    test = await startHub({ POSTHOUSE_TOKENS: 'boss:owner:bosses-secret,wall:viewer:walls-secret' });
  });
  afterAll(() => test[Symbol.asyncDispose]());

  it('asks for one, also on loopback', async () => {
    const reply = await fetch(`${test.url}/api/status`);
    expect(reply.status).toBe(401);
    expect(reply.headers.get('www-authenticate')).toContain('Bearer');
    expect((await fetch(`${test.url}/api/status?token=wrong`)).status).toBe(401);
    expect((await fetch(`${test.url}/api/status?token=walls-secret`)).status).toBe(200);
    expect((await fetch(`${test.url}/health`)).status).toBe(200);
  });

  it('lets each role do what its permissions say', async () => {
    const wall = await post(`${test.url}/api/print/orders`, order, bearer('walls-secret'));
    expect(wall.status).toBe(403);
    expect(await wall.json()).toMatchObject({
      error: { code: 'HUB_FORBIDDEN', detail: { permission: 'print.order.create' } },
    });
    expect((await post(`${test.url}/api/print/orders`, order, bearer('bosses-secret'))).status).toBe(201);
  });

  it('keeps the keys of two principals apart', async () => {
    const key = { 'idempotency-key': 'same' };
    const first = await post(`${test.url}/api/print/orders`, order, { ...bearer('bosses-secret'), ...key });
    expect(first.status).toBe(201);
    const wall = await post(`${test.url}/api/print/orders`, order, { ...bearer('walls-secret'), ...key });
    expect(wall.status).toBe(403);
  });

  it('takes a sandboxed page only with a token', async () => {
    expect(await statusWith(`${test.url}/api/status`, { origin: 'null' })).toBe(403);
    expect(await statusWith(`${test.url}/api/status`, { origin: 'null', ...bearer('walls-secret') })).toBe(
      200,
    );
  });
});

describe('a start that cannot have all it wants', () => {
  it('runs without an old port that is taken, and says so', async () => {
    const port = await freePort();
    const squatter = createServer().listen(port, '127.0.0.1');
    try {
      await using test = await startHub({ POSTHOUSE_PRINT_PORT: String(port) });
      expect(test.warnings).toContain('the print endpoint is not open');
      expect(await (await fetch(`${test.url}/health`)).json()).toMatchObject({
        status: 'degraded',
        endpoints: expect.arrayContaining([expect.objectContaining({ name: 'print', port, state: 'taken' })]),
      });
    } finally {
      squatter.close();
    }
  });

  it('leaves nothing behind when the main port is taken', async () => {
    const port = await freePort();
    const squatter = createServer().listen(port, '127.0.0.1');
    try {
      await expect(startHub({ POSTHOUSE_PORT: String(port) })).rejects.toThrow('HUB_PORT_TAKEN');
    } finally {
      squatter.close();
    }
  });

  it('refuses to listen wider without tokens; the override is a red note', async () => {
    await expect(startHub({ POSTHOUSE_HOST: '0.0.0.0' })).rejects.toThrow('HUB_NOT_CLOSED');
    await expect(startHub({ POSTHOUSE_PRINT_HOST: '0.0.0.0' })).rejects.toThrow('HUB_NOT_CLOSED');
    await using test = await startHub({ POSTHOUSE_HOST: '0.0.0.0', POSTHOUSE_INSECURE_LAN: 'true' });
    expect(test.warnings.join()).toContain('INSECURE');
    expect(await (await fetch(`${test.url}/health`)).json()).toMatchObject({
      status: 'degraded',
      notes: [{ level: 'red' }],
    });
  });
});

describe('a store that cannot write', () => {
  it('refuses with a code, and shows in the health', async () => {
    await using test = await startHub();
    await test.hub.kernel.store.close();
    expect((await post(`${test.url}/api/print/orders`, order)).status).toBe(503);
    expect(await (await fetch(`${test.url}/health`)).json()).toMatchObject({
      status: 'degraded',
      store: { state: 'refusing', cause: 'KERNEL_STORE_UNAVAILABLE' },
    });
  });
});

describe('a stop', () => {
  it('ends everything although the store has gone and a mailbox is held', async () => {
    const test = await startHub();
    const { kernel } = test.hub;
    const { apps } = loadConfig({ file: null, env: {}, flags: {} }).config;
    const [box] = defineApps(apps).flatMap(({ boxes }) => boxes);
    await kernel.boxes.hold(box!, 'print/printer/99', { deliver() {}, alive: async () => true });
    await kernel.store.close();
    await test[Symbol.asyncDispose]();
    expect(test.warnings).toContain('a part could not be ended in order');
  });

  it('sends peers away with 1012, never with 1000, 1001 or no code', async () => {
    const test = await startHub();
    const socket = new WebSocket(`ws://127.0.0.1:${test.printPort}/`);
    const closed = new Promise<number>((resolve) => {
      socket.addEventListener('close', ({ code }) => resolve(code), { once: true });
    });
    await new Promise((resolve) => {
      socket.addEventListener('message', resolve, { once: true });
    });
    await test[Symbol.asyncDispose]();
    expect(await closed).toBe(1012);
    await expect(fetch(`${test.url}/health`)).rejects.toThrow('fetch failed');
  });
});
