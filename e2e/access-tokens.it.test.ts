import { SignJWT } from 'jose';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { Caller } from '../packages/hub/src/access/testing/caller.ts';
import { freePort } from '../test-support/free-port.ts';
import { startHub, type TestHub } from '../packages/hub/src/testing/start-hub.ts';

const SECRET = 'thirty-two bytes of a shared secret';
const OWNER = 'the-owner-of-this-test';
const PASSWORD = 'a horse on the road';
/** A network for documentation: nobody comes from there. */
const NOWHERE = '192.0.2.0/24';

let hub: TestHub;
let bridge: string;
let anybody: Caller;

beforeAll(async () => {
  const port = await freePort();
  bridge = `http://127.0.0.1:${port}`;
  hub = await startHub({
    POSTHOUSE_TOKENS: `chief:owner:${OWNER}`,
    POSTHOUSE_PRINT_VIRTUAL: 'false',
    POSTHOUSE_PRINT_OPEN: NOWHERE,
    POSTHOUSE_BRIDGE_OPEN: NOWHERE,
    POSTHOUSE_BRIDGE_PORT: String(port),
    POSTHOUSE_JWT_ALGORITHM: 'HS256',
    POSTHOUSE_JWT_KEY: SECRET,
    POSTHOUSE_JWT_AUDIENCE: 'shop',
  });
  anybody = new Caller(hub.url);
});
afterAll(() => hub[Symbol.asyncDispose]());

/** How each endpoint takes a token, and whether it let it in. */
const endpoints: Readonly<Record<string, (token: string) => Promise<'in' | 'out'>>> = {
  'HTTP by header': async (token) => {
    const { status } = await anybody.bearing(token).get('/api/auth/me');
    return status === 200 ? 'in' : 'out';
  },
  'HTTP by query': async (token) => {
    const { status } = await anybody.get(`/api/auth/me?token=${encodeURIComponent(token)}`);
    return status === 200 ? 'in' : 'out';
  },
  'native by first message': (token) => native(['posthouse.1'], token),
  'native by sub-protocol': (token) => native(['posthouse.1', `posthouse.token.${token}`]),
  'print clients': (token) =>
    new Promise((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${hub.printPort}/?token=${encodeURIComponent(token)}`);
      socket.once('message', () => {
        resolve('in');
        socket.terminate();
      });
      socket.once('close', () => resolve('out'));
    }),
  'stations by Socket.IO': (token) =>
    new Promise((resolve) => {
      const socket = io(bridge, {
        transports: ['websocket'],
        reconnection: false,
        forceNew: true,
        auth: { token },
      });
      const end = (verdict: 'in' | 'out') => {
        resolve(verdict);
        socket.disconnect();
      };
      socket.once('connect_error', () => end('out'));
      socket.once('disconnect', () => end('out'));
      socket.emit('register', 'tokens', () => end('in'));
    }),
};

function native(protocols: string[], token?: string): Promise<'in' | 'out'> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${hub.url.replace('http', 'ws')}/ws`, protocols);
    socket.once('open', () =>
      socket.send(JSON.stringify({ type: 'hello', data: { client: 'tokens/1', version: 1, token } })),
    );
    socket.once('message', (text: Buffer) => {
      const { type } = JSON.parse(text.toString('utf8')) as { type: string };
      resolve(type === 'welcome' ? 'in' : 'out');
      socket.terminate();
    });
    socket.once('error', () => resolve('out'));
  });
}

/** Everything that any endpoint could ask for, so that only the token itself can be the reason. */
const ROLES = ['operator', 'print-client', 'station'];
const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

function jwt(audience: string, expiry: string): Promise<string> {
  return new SignJWT({ roles: ROLES })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('cashier')
    .setAudience(audience)
    .setExpirationTime(expiry)
    .sign(new TextEncoder().encode(SECRET));
}

/** A key with every right, for its whole life. */
async function key(): Promise<{ id: number; secret: string }> {
  const scopes = ['print.*', 'bridge.*', 'access.self'];
  return (await anybody.bearing(OWNER).post('/api/auth/keys', { name: 'all', scopes })).body;
}

const tokens: Readonly<Record<string, () => Promise<string>>> = {
  'a token of nobody': async () => 'a-secret-that-nobody-has',
  'an expired JWT': () => jwt('shop', '-5m'),
  'a JWT for another audience': () => jwt('elsewhere', '5m'),
  'a JWT with the algorithm none': async () =>
    `${base64url({ alg: 'none' })}.${base64url({ sub: 'x', aud: 'shop', exp: 4e9, roles: ROLES })}.`,
  'a JWT whose signature was cut': async () => (await jwt('shop', '5m')).replace(/[^.]+$/, ''),
  'a key that was taken back': async () => {
    const { id, secret } = await key();
    await anybody.bearing(OWNER).delete(`/api/auth/keys/${id}`);
    return secret;
  },
  'a key that has expired': async () => {
    const { id, secret } = await key();
    await anybody.bearing(OWNER).post(`/api/auth/keys/${id}/rotate`, { overlap: 0 });
    return secret;
  },
  'the token of a machine that was claimed anew': async () => {
    const owner = anybody.bearing(OWNER);
    const { body } = await owner.post('/api/auth/machines', { name: 'x', kind: 'print-client' });
    const { body: first } = await anybody.post('/api/auth/claim', { code: body.claim_code });
    const { body: renewed } = await owner.post(`/api/auth/machines/${body.id}/code`);
    await anybody.post('/api/auth/claim', { code: renewed.claim_code });
    return first.token as string;
  },
  'an access token whose refresh token was replayed': async () => {
    const name = `replayed-${Math.random().toString(36).slice(2, 8)}`;
    await anybody.bearing(OWNER).post('/api/auth/users', { name, password: PASSWORD, role: 'owner' });
    const { body: first } = await anybody.post('/api/auth/token', { name, password: PASSWORD });
    const { body: second } = await anybody.post('/api/auth/refresh', first);
    await anybody.post('/api/auth/refresh', first);
    return second.access_token as string;
  },
  'a refresh token': async () => {
    const name = `refresher-${Math.random().toString(36).slice(2, 8)}`;
    await anybody.bearing(OWNER).post('/api/auth/users', { name, password: PASSWORD, role: 'owner' });
    return (await anybody.post('/api/auth/token', { name, password: PASSWORD })).body.refresh_token as string;
  },
};

it.each(Object.keys(endpoints))('%s lets in a good JWT and a good key', async (endpoint) => {
  const enter = endpoints[endpoint]!;
  expect([await enter(await jwt('shop', '5m')), await enter((await key()).secret)]).toEqual(['in', 'in']);
});

it.each(Object.keys(tokens))('%s is refused on every endpoint', async (name) => {
  const token = await tokens[name]!();
  const verdicts: Record<string, string> = {};
  for (const [endpoint, enter] of Object.entries(endpoints)) verdicts[endpoint] = await enter(token);
  expect(verdicts).toEqual(Object.fromEntries(Object.keys(endpoints).map((endpoint) => [endpoint, 'out'])));
});
