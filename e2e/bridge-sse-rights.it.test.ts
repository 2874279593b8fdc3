import { afterAll, beforeAll, expect, it } from 'vitest';
import { Caller } from '../packages/hub/src/access/testing/caller.ts';
import { startHub, type TestHub } from '../packages/hub/src/testing/start-hub.ts';
import { freePort } from '../test-support/free-port.ts';

const OWNER = 'the-owner-of-this-test';

let hub: TestHub;
let owner: Caller;
let at: string;

beforeAll(async () => {
  const port = await freePort();
  hub = await startHub({
    POSTHOUSE_TOKENS: `chief:owner:${OWNER}`,
    POSTHOUSE_PRINT_VIRTUAL: 'false',
    POSTHOUSE_BRIDGE_SSE_PORT: String(port),
  });
  at = `http://127.0.0.1:${port}`;
  owner = new Caller(hub.url).bearing(OWNER);
});
afterAll(() => hub[Symbol.asyncDispose]());

/** A key that may listen, and its stream, whose first event has come. */
async function listen() {
  const given = { name: 'page', scopes: ['bridge.station.hold'] };
  const { body } = await owner.post('/api/auth/keys', given);
  const response = await fetch(`${at}/sse?token=${body.secret}`);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader.read()).value).toContain('Current time is');
  return { id: Number(body.id), rest: () => restOf(reader) };
}

/** All that still comes, once the hub has ended the stream. */
async function restOf(reader: ReadableStreamDefaultReader<string>): Promise<string> {
  let text = '';
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) text += piece.value;
  return text;
}

const say = (words: string) => fetch(`${at}/getParams?name=${words}&token=${OWNER}`);

it('ends a stream whose key was taken back, before what is said then', async () => {
  const { id, rest } = await listen();
  expect((await owner.delete(`/api/auth/keys/${id}`)).status).toBe(200);
  expect((await say('after')).status).toBe(200);
  expect(await rest()).not.toContain('after');
});

it('ends a stream whose key has expired', async () => {
  const { id, rest } = await listen();
  await owner.post(`/api/auth/keys/${id}/rotate`, { overlap: 0 });
  expect((await say('expired')).status).toBe(200);
  expect(await rest()).not.toContain('expired');
});

it('opens no stream for a HEAD, which nobody would ever read', async () => {
  const reply = await fetch(`${at}/sse`, { method: 'HEAD', headers: { authorization: `Bearer ${OWNER}` } });
  expect(reply.status).toBe(404);
});
