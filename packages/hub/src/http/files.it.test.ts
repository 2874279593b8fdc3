import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import {
  type CodedError,
  refuse,
  reply,
  type Call,
  type Kernel,
  type Route,
  type UploadBody,
} from '@posthouse/kernel';
import { createFakeClock } from '@posthouse/kernel/testing';
import { afterAll, beforeAll, expect, describe, it } from 'vitest';
import { createProxies } from '../auth/proxies.ts';
import { hubErrors } from '../errors.ts';
import { createHttp } from './server.ts';

const LIMIT = 1_000_000;
const clock = createFakeClock(0);
/** What the route's reader waits for before it takes the next piece. */
let gate: Promise<void> = Promise.resolve();
let read: { bytes: number; error?: string };
let taken = 0;
let abandoned = Promise.withResolvers<void>();

const ROUTES: Route[] = [
  {
    endpoints: ['main'],
    method: 'POST',
    path: '/files',
    permission: 'files.write',
    summary: { zh: '上传', en: 'Upload' },
    schema: {},
    upload: { types: ['text/csv', 'application/x-ndjson'], limit: LIMIT },
    async handle(call: Call<never, never, UploadBody>) {
      read = { bytes: 0 };
      try {
        for await (const piece of call.body) {
          read.bytes += piece.length;
          await gate;
        }
      } catch (error) {
        read.error = (error as CodedError).code;
        throw error;
      }
      return read;
    },
  },
  {
    endpoints: ['main'],
    method: 'POST',
    path: '/refused',
    permission: 'files.write',
    summary: { zh: '不收', en: 'Refused' },
    schema: {},
    upload: { types: ['text/csv'], limit: LIMIT },
    handle: async () => refuse('HUB_FORBIDDEN'),
  },
  {
    endpoints: ['main'],
    method: 'GET',
    path: '/files/:name',
    permission: 'files.read',
    summary: { zh: '下载', en: 'Download' },
    schema: {},
    download: ['text/csv'],
    async handle(call: Call<{ name: string }, never, never>) {
      const headers = { 'content-type': 'text/csv', 'content-disposition': 'attachment' };
      return reply({ headers, body: pieces(call.params.name) });
    },
  },
];

async function* pieces(name: string) {
  taken = 0;
  try {
    for (; taken < 2_000; taken++) {
      if (name === 'broken' && taken === 10) throw new Error('the query broke');
      yield new Uint8Array(65_536);
    }
  } finally {
    abandoned.resolve();
  }
}

let app: Awaited<ReturnType<typeof createHttp>>;
let url: string;
const logged: string[] = [];
beforeAll(async () => {
  const log = {
    debug() {},
    info() {},
    warn() {},
    error: (_: object, text: string) => void logged.push(text),
  };
  const auth = {
    who: async () => ({ id: 'me', roles: [], anonymous: false }),
    may: async () => true,
  };
  app = await createHttp({
    kernel: { clock, log, auth, store: {} } as unknown as Kernel,
    routes: ROUTES.map((route) => ({ owner: 'files', route })),
    errors: hubErrors,
    version: '0',
    endpointOf: () => 'main',
    policyOf: () => ({ origins: [], names: [], allows: () => true }),
    proxies: createProxies([]),
    meter: () => true,
    onReply: () => {},
    onRefusal: () => {},
    onDeed: () => {},
    onRoute: () => {},
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  // Some connections still wait for the rest of a file that was refused.
  app.server.closeAllConnections();
  await app.close();
});

const post = (path: string, body: string | Uint8Array | ReadableStream, type = 'text/csv') =>
  fetch(`${url}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': type },
    duplex: 'half',
  });
const codeOf = async (response: Response) =>
  ((await response.json()) as { error: { code: string; detail?: unknown } }).error.code;

/** A file in pieces, without a word of its length. */
function unsized(piecesLeft: number): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull(controller) {
      if (piecesLeft-- > 0) controller.enqueue(new Uint8Array(50_000));
      else controller.close();
    },
  });
}

describe('uploads', () => {
  it('reach their route piece by piece, of any declared type', async () => {
    expect(await (await post('/files', unsized(10))).json()).toEqual({ bytes: 500_000 });
    const lines = await post('/files', '{}\n', 'application/x-ndjson; charset=utf-8');
    expect(await lines.json()).toEqual({ bytes: 3 });
  });

  it('may be empty', async () => {
    const empty = await fetch(`${url}/files`, { method: 'POST' });
    expect(await empty.json()).toEqual({ bytes: 0 });
  });

  it('of another type are refused', async () => {
    const response = await post('/files', '{}', 'application/json');
    expect([response.status, await codeOf(response)]).toEqual([415, 'HUB_MEDIA_TYPE']);
  });

  it('beyond the limit are refused, unread when they say their size', async () => {
    read = { bytes: 0 };
    const declared = await post('/files', new Uint8Array(LIMIT + 1));
    expect([declared.status, await codeOf(declared)]).toEqual([413, 'HUB_UPLOAD_TOO_LARGE']);
    expect(read.bytes).toBe(0);
    const silent = await post('/files', unsized(30));
    expect([silent.status, await codeOf(silent)]).toEqual([413, 'HUB_UPLOAD_TOO_LARGE']);
  });

  it('that a route does not want are answered all the same', async () => {
    const response = await post('/refused', new Uint8Array(LIMIT));
    expect([response.status, await codeOf(response)]).toEqual([403, 'HUB_FORBIDDEN']);
  });

  it('wait for their reader', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    gate = promise;
    read = { bytes: 0 };
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 50_000;
        if (sent <= 900_000) controller.enqueue(new Uint8Array(50_000));
        else controller.close();
      },
    });
    const response = post('/files', body);
    await until(() => read.bytes > 0);
    const before = read.bytes;
    // A whole turn of the network later not a byte more has been handed over.
    await (await fetch(`${url}/api/docs/json`)).text();
    expect(read.bytes).toBe(before);
    resolve();
    expect(await (await response).json()).toEqual({ bytes: 900_000 });
  });

  it('that break off or fall silent end with a code', async () => {
    gate = Promise.resolve();
    for (const [how, code] of [
      ['cut', 'HUB_UPLOAD_CUT'],
      ['silent', 'HUB_REQUEST_TIMEOUT'],
    ] as const) {
      read = { bytes: 0 };
      const half = request(`${url}/files`, { method: 'POST', headers: { 'content-type': 'text/csv' } });
      half.on('error', () => {});
      half.write('abc');
      await until(() => read.bytes === 3);
      if (how === 'cut') half.destroy();
      else clock.advance(30_000);
      await until(() => read.error !== undefined);
      expect(read.error).toBe(code);
    }
  });
});

describe('downloads', () => {
  it('stream with the headers of the route', async () => {
    const response = await fetch(`${url}/files/whole`);
    expect(response.headers.get('content-type')).toBe('text/csv');
    expect(response.headers.get('content-disposition')).toBe('attachment');
    expect((await response.arrayBuffer()).byteLength).toBe(2_000 * 65_536);
  });

  it('stop when nobody reads on', async () => {
    abandoned = Promise.withResolvers();
    const controller = new AbortController();
    const response = await fetch(`${url}/files/whole`, { signal: controller.signal });
    await response.body!.getReader().read();
    controller.abort();
    await abandoned.promise;
    expect(taken).toBeLessThan(2_000);
  });

  it('that break are cut, never ended as if they were whole', async () => {
    const response = await fetch(`${url}/files/broken`);
    await expect(response.arrayBuffer()).rejects.toThrow('terminated');
    expect(logged).toContain('a download broke off');
  });
});

it('both are described', async () => {
  const { paths } = (await (await fetch(`${url}/api/docs/json`)).json()) as {
    paths: Record<string, Record<string, { requestBody?: object; responses: object }>>;
  };
  const file = { schema: { type: 'string', format: 'binary' } };
  expect(paths['/files']!['post']!.requestBody).toMatchObject({
    content: { 'text/csv': file, 'application/x-ndjson': file },
  });
  expect(paths['/files/{name}']!['get']!.responses).toMatchObject({ 200: { content: { 'text/csv': file } } });
});

async function until(met: () => boolean): Promise<void> {
  while (!met()) await after(2);
}
