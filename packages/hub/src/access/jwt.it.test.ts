import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RawPeer } from '../native/testing/raw-peer.ts';
import { systemClock } from '../system/clock.ts';
import { startHub, type TestHub } from '../testing/start-hub.ts';
import { Caller } from './testing/caller.ts';

const SECRET = 'thirty-two bytes of a shared secret';
const code = (body: { error?: { code: string } }) => body.error?.code;

const claims = (more: object = {}) => ({ roles: ['operator'], ...more });

function sign(
  payload: object,
  key: CryptoKey | Uint8Array,
  alg: string,
  exp = '5m',
  aud = 'shop',
): Promise<string> {
  return new SignJWT({ ...payload })
    .setProtectedHeader({ alg })
    .setSubject('cashier-7')
    .setAudience(aud)
    .setIssuedAt()
    .setExpirationTime(exp)
    .sign(key);
}

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('JWTs with a shared secret', () => {
  let test: TestHub;
  let anybody: Caller;
  const key = new TextEncoder().encode(SECRET);
  beforeAll(async () => {
    test = await startHub({
      POSTHOUSE_TOKENS: 'chief:owner:the-owner-of-this-test',
      POSTHOUSE_JWT_ALGORITHM: 'HS256',
      POSTHOUSE_JWT_KEY: SECRET,
      POSTHOUSE_JWT_AUDIENCE: 'shop',
      POSTHOUSE_JWT_SKEW: '60s',
    });
    anybody = new Caller(test.url);
  });
  afterAll(() => test[Symbol.asyncDispose]());
  const use = async (token: string) => (await anybody.bearing(token).get('/api/print/jobs')).body;

  it('speak for their subject with the roles they name', async () => {
    const me = (await anybody.bearing(await sign(claims(), key, 'HS256')).get('/api/auth/me')).body;
    expect(me).toMatchObject({ id: 'jwt/cashier-7', roles: ['operator'] });
    expect(code(await use(await sign(claims(), key, 'HS256')))).toBe(undefined);
  });

  it('never make an owner, an admin or `local`, nor grant single permissions', async () => {
    const roles = ['owner', 'admin', 'local', 'lines-super', 'can:access.user.write'];
    const caller = anybody.bearing(await sign({ roles }, key, 'HS256'));
    expect((await caller.get('/api/auth/users')).status).toBe(403);
    expect((await caller.get('/api/print/jobs')).status).toBe(403);
  });

  it('may be late by the skew and no more', async () => {
    expect(code(await use(await sign(claims(), key, 'HS256', '-30s')))).toBe(undefined);
    expect(code(await use(await sign(claims(), key, 'HS256', '-90s')))).toBe('ACCESS_TOKEN_EXPIRED');
  });

  it.each([
    ['another audience', () => sign(claims(), key, 'HS256', '5m', 'elsewhere')],
    ['another key', () => sign(claims(), new TextEncoder().encode('another'.repeat(6)), 'HS256')],
    ['another algorithm of the same key', () => sign(claims(), key, 'HS384')],
    [
      'none',
      async () =>
        `${base64url({ alg: 'none' })}.${base64url({ sub: 'x', aud: 'shop', exp: 4e9, roles: ['operator'] })}.`,
    ],
    [
      'no expiry',
      () =>
        new SignJWT(claims())
          .setProtectedHeader({ alg: 'HS256' })
          .setSubject('x')
          .setAudience('shop')
          .sign(key),
    ],
    [
      'the hub’s own name for its key',
      () =>
        new SignJWT({ sid: 1 })
          .setProtectedHeader({ alg: 'HS256', kid: 'posthouse' })
          .setSubject('user/1')
          .setIssuer('posthouse')
          .setAudience('posthouse')
          .setExpirationTime('5m')
          .sign(key),
    ],
  ])('with %s are refused', async (_, make) => {
    expect(code(await use(await make()))).toBe('HUB_TOKEN_INVALID');
  });
});

describe('JWTs with published keys', () => {
  let test: TestHub;
  let server: Server;
  let pair: Awaited<ReturnType<typeof generateKeyPair>>;
  beforeAll(async () => {
    pair = await generateKeyPair('EdDSA', { extractable: true });
    const keys = [{ ...(await exportJWK(pair.publicKey)), alg: 'EdDSA', use: 'sig' }];
    server = createServer((_request, reply) => reply.end(JSON.stringify({ keys }))).listen(0, '127.0.0.1');
    await new Promise((resolve) => {
      server.once('listening', resolve);
    });
    test = await startHub({
      POSTHOUSE_TOKENS: 'chief:owner:the-owner-of-this-test',
      POSTHOUSE_JWT_ALGORITHM: 'EdDSA',
      POSTHOUSE_JWT_JWKS: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`,
      POSTHOUSE_JWT_AUDIENCE: 'shop',
    });
  });
  afterAll(async () => {
    server.close();
    await test[Symbol.asyncDispose]();
  });

  it('are taken, and a public key is no shared secret', async () => {
    const anybody = new Caller(test.url);
    const good = await sign(claims(), pair.privateKey, 'EdDSA');
    expect((await anybody.bearing(good).get('/api/print/jobs')).status).toBe(200);
    const { x = '' } = await exportJWK(pair.publicKey);
    const confused = await sign(claims(), Buffer.from(x, 'base64url'), 'HS256');
    expect((await anybody.bearing(confused).get('/api/print/jobs')).status).toBe(401);
  });
});

it.each([
  [{ POSTHOUSE_JWT_ALGORITHM: 'HS256', POSTHOUSE_JWT_KEY: 'short' }],
  [{ POSTHOUSE_JWT_ALGORITHM: 'RS256' }],
  [{ POSTHOUSE_JWT_ALGORITHM: 'RS256', POSTHOUSE_JWT_KEY: 'not a key' }],
])('a hub does not start with JWT settings that cannot work: %j', async (settings) => {
  await expect(startHub(settings)).rejects.toMatchObject({ code: 'HUB_CONFIG_INVALID' });
});

describe('a native peer', () => {
  it('goes on with the next token without connecting anew, as nobody else, and is closed when it expires', async () => {
    let later = 0;
    const clock = { ...systemClock(), now: () => Date.now() + later };
    await using test = await startHub({ POSTHOUSE_TOKENS: 'chief:owner:the-owner-of-this-test' }, { clock });
    const owner = new Caller(test.url).bearing('the-owner-of-this-test');
    const enter = async (name: string) => {
      await owner.post('/api/auth/users', { name, password: 'a horse on the road', role: 'viewer' });
      return (await owner.post('/api/auth/token', { name, password: 'a horse on the road' })).body;
    };
    const [ada, bo] = [await enter('ada'), await enter('bo')];
    const peer = await RawPeer.connect(`${test.url.replace('http', 'ws')}/ws`);
    peer.say({ type: 'hello', data: { client: 'raw/1', version: 1, token: ada.access_token } });
    await peer.next('welcome');
    const refresh = (id: string, token: string) =>
      peer.say({ type: 'request', id, data: { method: 'refresh', params: { token } } });

    refresh('other', bo.access_token);
    expect((await peer.next('response')).data).toMatchObject({ error: { code: 'HUB_TOKEN_INVALID' } });
    later = 30 * 60_000;
    const { body: next } = await owner.post('/api/auth/refresh', ada);
    refresh('next', next.access_token);
    const { data } = await peer.next('response', 2);
    const { expires } = ('result' in data ? data.result : {}) as { expires: number };
    expect(expires).toBeGreaterThan(clock.now() + 59 * 60_000);
    later += expires - clock.now() - 1_500;
    refresh('late', ada.access_token);
    expect((await peer.next('response', 3)).data).toMatchObject({ error: { code: 'ACCESS_TOKEN_EXPIRED' } });
    refresh('again', next.access_token);
    expect((await peer.closed).code).toBe(4401);
  });
});
