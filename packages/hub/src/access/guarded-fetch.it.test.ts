import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startHub } from '../testing/start-hub.ts';
import { guardFetch } from './guarded-fetch.ts';
import { createTargets } from './targets.ts';

let server: Server;
let port: number;
beforeAll(async () => {
  server = createServer((request, reply) => {
    if (request.url === '/away') return reply.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    if (request.url === '/nothing') return reply.writeHead(204).end();
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    return request.on('end', () =>
      reply.end(JSON.stringify({ host: request.headers.host, method: request.method, body })),
    );
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => {
    server.once('listening', resolve);
  });
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => server.close());

const asked: string[] = [];
const resolve = async (name: string) => {
  asked.push(name);
  return name === 'hook.shop' ? ['127.0.0.1'] : ['169.254.169.254'];
};
const open = guardFetch(createTargets(['127.0.0.0/8']), resolve);

it('sends to the judged address what is meant for the name', async () => {
  const reply = await open(`http://hook.shop:${port}/`, { method: 'POST', body: '{"a":"茶"}' });
  expect(await reply.json()).toEqual({ host: `hook.shop:${port}`, method: 'POST', body: '{"a":"茶"}' });
  expect(asked.splice(0)).toEqual(['hook.shop']);
  expect((await open(`http://127.0.0.1:${port}/nothing`)).status).toBe(204);
});

it('refuses a name that leads where nobody may go, and an address', async () => {
  await expect(open('http://metadata.evil/')).rejects.toMatchObject({ code: 'ACCESS_TARGET_REFUSED' });
  await expect(open('http://[::ffff:a9fe:a9fe]/')).rejects.toMatchObject({ code: 'ACCESS_TARGET_REFUSED' });
  const closed = guardFetch(createTargets([]), resolve);
  await expect(closed(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ code: 'ACCESS_TARGET_REFUSED' });
});

it('follows no redirect', async () => {
  await expect(open(`http://127.0.0.1:${port}/away`)).rejects.toThrow('not followed');
  const reply = await open(`http://127.0.0.1:${port}/away`, { redirect: 'manual' });
  expect(reply.status).toBe(302);
});

it('ends when it is told to', async () => {
  const stop = new AbortController();
  stop.abort();
  await expect(open(`http://127.0.0.1:${port}/`, { signal: stop.signal })).rejects.toThrow('abort');
});

it('is given to apps for devices, and for public addresses alone', async () => {
  await using test = await startHub({ POSTHOUSE_PRINT_VIRTUAL: 'false' });
  const { fetch: toDevices, publicFetch } = test.hub.kernel;
  expect((await toDevices(`http://127.0.0.1:${port}/nothing`)).status).toBe(204);
  await expect(publicFetch(`http://127.0.0.1:${port}/nothing`)).rejects.toMatchObject({
    code: 'ACCESS_TARGET_REFUSED',
  });
});
