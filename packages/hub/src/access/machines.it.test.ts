import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RawPeer } from '../native/testing/raw-peer.ts';
import { startHub, type TestHub } from '../testing/start-hub.ts';
import { Caller } from './testing/caller.ts';

const OWNER = 'the-owner-of-this-test';

let test: TestHub;
let anybody: Caller;
let owner: Caller;

beforeAll(async () => {
  test = await startHub({ POSTHOUSE_TOKENS: `chief:owner:${OWNER},till:operator:the-till-of-this-test` });
  anybody = new Caller(test.url);
  owner = anybody.bearing(OWNER);
});
afterAll(() => test[Symbol.asyncDispose]());

const code = (body: { error?: { code: string } }) => body.error?.code;
const order = { items: [{ name: 'tea', quantity: 1, unit_price: 1 }] };

/** A native peer that has been welcomed. */
async function enter(token: string): Promise<RawPeer> {
  const peer = await RawPeer.connect(`${test.url.replace('http', 'ws')}/ws`);
  peer.say({ type: 'hello', data: { client: 'raw/1', version: 1, token } });
  await peer.next('welcome');
  return peer;
}

async function newKey(scopes: readonly string[], more: object = {}) {
  const { status, body } = await owner.post('/api/auth/keys', { name: 'shop', scopes, ...more });
  expect(status).toBe(201);
  return { id: Number(body.id), secret: String(body.secret) };
}

describe('API keys', () => {
  it('may do what their scopes say and nothing else; the secret is shown once', async () => {
    const { secret } = await newKey(['print.order.create', 'print.job.read']);
    const shop = anybody.bearing(secret);
    expect((await shop.post('/api/print/orders', order)).status).toBe(201);
    expect((await shop.get('/api/print/jobs')).status).toBe(200);
    for (const reply of [
      await shop.get('/api/print/printers'),
      await shop.post('/api/print/orders/1/confirm'),
    ]) {
      expect(code(reply.body)).toBe('HUB_FORBIDDEN');
    }
    const { body } = await owner.get('/api/auth/keys');
    expect(body.items[0]).toMatchObject({ name: 'shop', prefix: secret.slice(0, 10) });
    expect(JSON.stringify(body)).not.toContain(secret);
  });

  it('of an area hold all of it', async () => {
    const { secret } = await newKey(['print.*']);
    expect((await anybody.bearing(secret).get('/api/print/printers')).status).toBe(200);
    expect((await anybody.bearing(secret).get('/api/status')).status).toBe(403);
  });

  it('are not handed out beyond one’s own rights, nor for permissions that do not exist', async () => {
    const make = (scopes: string[]) => owner.post('/api/auth/keys', { name: 'x', scopes });
    expect(code((await make(['print.job.fly'])).body)).toBe('ACCESS_SCOPE_UNKNOWN');
    const { secret } = await newKey(['access.key.write']);
    const clerk = anybody.bearing(secret);
    const beyond = await clerk.post('/api/auth/keys', { name: 'x', scopes: ['print.order.create'] });
    expect(code(beyond.body)).toBe('ACCESS_BEYOND');
    const { id } = await newKey(['print.*']);
    expect(code((await clerk.post(`/api/auth/keys/${id}/rotate`)).body)).toBe('ACCESS_BEYOND');
  });

  it('asked for twice under one idempotency key are one key, and the secret is not kept', async () => {
    const asking = anybody.as({ authorization: `Bearer ${OWNER}`, 'idempotency-key': 'make-it-once' });
    const make = () => asking.post('/api/auth/keys', { name: 'once', scopes: ['print.*'] });
    const first = await make();
    const again = await make();
    expect(again.body).toEqual({ ...first.body, secret: null });
  });

  it('expire, and end what came by them', async () => {
    const { id, secret } = await newKey(['hub.status.read']);
    const peer = await enter(secret);
    const rotated = await owner.post(`/api/auth/keys/${id}/rotate`, { overlap: 0 });
    expect((await peer.closed).reason).toBe('ACCESS_RIGHTS_CHANGED');
    expect(code((await anybody.bearing(secret).get('/api/status')).body)).toBe('ACCESS_TOKEN_EXPIRED');
    expect((await anybody.bearing(String(rotated.body.secret)).get('/api/status')).status).toBe(200);
  });

  it('that are taken back close their peers at once and open nothing again', async () => {
    const { id, secret } = await newKey(['hub.status.read']);
    const peer = await enter(secret);
    expect((await owner.delete(`/api/auth/keys/${id}`)).status).toBe(200);
    expect(await peer.closed).toEqual({ code: 4401, reason: 'ACCESS_TOKEN_REVOKED' });
    expect(code((await anybody.bearing(secret).get('/api/status')).body)).toBe('ACCESS_TOKEN_REVOKED');
    expect((await owner.delete(`/api/auth/keys/${id}`)).status).toBe(404);
  });
});

describe('machines', () => {
  it('turn a code, once, into a token that may do what their kind may', async () => {
    const { body } = await owner.post('/api/auth/machines', { name: 'front', kind: 'print-client' });
    expect(body.claim_code).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/);
    const typed = String(body.claim_code).toLowerCase().replace('-', ' ');
    const claimed = await anybody.post('/api/auth/claim', { code: typed });
    expect(claimed).toMatchObject({ status: 201, body: { machine: { name: 'front', state: 'claimed' } } });
    const machine = anybody.bearing(String(claimed.body.token));
    const { body: me } = await machine.get('/api/auth/me');
    expect(me).toMatchObject({ name: 'front', roles: ['print-client'] });
    expect(me.permissions).toContain('print.paper.hold');
    expect((await machine.get('/api/print/jobs')).status).toBe(403);
    expect(code((await anybody.post('/api/auth/claim', { code: body.claim_code })).body)).toBe(
      'ACCESS_CLAIM_INVALID',
    );
  });

  it('get a new token by a new code, which ends the old one and what came by it', async () => {
    const { body } = await owner.post('/api/auth/machines', { name: 'back', kind: 'agent' });
    const { body: first } = await anybody.post('/api/auth/claim', { code: body.claim_code });
    const peer = await enter(first.token);
    const { body: renewed } = await owner.post(`/api/auth/machines/${body.id}/code`);
    expect((await anybody.bearing(first.token).get('/api/auth/me')).status).toBe(200);
    const { body: second } = await anybody.post('/api/auth/claim', { code: renewed.claim_code });
    expect((await peer.closed).code).toBe(4401);
    expect((await anybody.bearing(first.token).get('/api/auth/me')).status).toBe(401);
    expect((await anybody.bearing(second.token).get('/api/auth/me')).status).toBe(200);
    expect((await owner.delete(`/api/auth/machines/${body.id}`)).status).toBe(200);
    expect((await anybody.bearing(second.token).get('/api/auth/me')).status).toBe(401);
    expect((await owner.post(`/api/auth/machines/${body.id}/code`)).status).toBe(404);
  });

  it('make whoever guesses codes wait', async () => {
    const guess = () => anybody.post('/api/auth/claim', { code: 'AAAA-AAAA' });
    const codes: unknown[] = [];
    for (let i = 0; i < 8; i++) codes.push(code((await guess()).body));
    expect(codes[0]).toBe('ACCESS_CLAIM_INVALID');
    expect(codes.at(-1)).toBe('ACCESS_TRIES');
  });
});

describe('who is connected', () => {
  const PASSWORD = 'a horse on the road';
  it('is sent away to come back with a new role, and closed with its session', async () => {
    const { body: user } = await owner.post('/api/auth/users', {
      name: 'ada',
      password: PASSWORD,
      role: 'viewer',
    });
    const { body: tokens } = await anybody.post('/api/auth/token', { name: 'ada', password: PASSWORD });
    const first = await enter(tokens.access_token);
    await owner.patch(`/api/auth/users/${user.id}`, { role: 'operator' });
    expect(await first.closed).toEqual({ code: 1012, reason: 'ACCESS_RIGHTS_CHANGED' });
    const second = await enter(tokens.access_token);
    await owner.post(`/api/auth/users/${user.id}/sign-out`);
    expect(await second.closed).toEqual({ code: 4401, reason: 'ACCESS_TOKEN_REVOKED' });
  });

  it('by a key of a deleted account is closed, and so is who came by a key made with that', async () => {
    const { body: user } = await owner.post('/api/auth/users', {
      name: 'cy',
      password: PASSWORD,
      role: 'admin',
    });
    const { body: tokens } = await anybody.post('/api/auth/token', { name: 'cy', password: PASSWORD });
    const scopes = ['access.key.write', 'hub.status.read'];
    const { body: first } = await anybody
      .bearing(tokens.access_token)
      .post('/api/auth/keys', { name: 'first', scopes });
    const { body: second } = await anybody
      .bearing(first.secret)
      .post('/api/auth/keys', { name: 'second', scopes: ['hub.status.read'] });
    const { secret: other } = await newKey(['hub.status.read']);
    const peers = [await enter(first.secret), await enter(second.secret)];
    expect((await owner.delete(`/api/auth/users/${user.id}`)).status).toBe(200);
    for (const peer of peers) {
      expect(await peer.closed).toEqual({ code: 4401, reason: 'ACCESS_TOKEN_REVOKED' });
    }
    for (const secret of [first.secret, second.secret]) {
      expect(code((await anybody.bearing(secret).get('/api/status')).body)).toBe('ACCESS_TOKEN_REVOKED');
    }
    expect((await anybody.bearing(other).get('/api/status')).status).toBe(200);
    const { body: log } = await owner.get('/api/audit?action=revoke_key');
    expect(log.items.slice(0, 2)).toMatchObject([
      { about: `key/${second.id}`, detail: { maker: `user/${user.id}` } },
      { about: `key/${first.id}`, detail: { maker: `user/${user.id}` } },
    ]);
  });

  it('by a key of a deleted account is closed, although the key it was made with was revoked before', async () => {
    const { body: user } = await owner.post('/api/auth/users', {
      name: 'di',
      password: PASSWORD,
      role: 'admin',
    });
    const { body: tokens } = await anybody.post('/api/auth/token', { name: 'di', password: PASSWORD });
    let maker = anybody.bearing(tokens.access_token);
    const keys: { id: number; secret: string }[] = [];
    for (const name of ['first', 'second', 'third']) {
      const { body } = await maker.post('/api/auth/keys', { name, scopes: ['access.key.write'] });
      keys.push(body);
      maker = anybody.bearing(body.secret);
    }
    for (const { id } of keys.slice(0, 2)) {
      expect((await owner.delete(`/api/auth/keys/${id}`)).status).toBe(200);
    }
    const peer = await enter(keys[2]!.secret);
    expect((await owner.delete(`/api/auth/users/${user.id}`)).status).toBe(200);
    expect(await peer.closed).toEqual({ code: 4401, reason: 'ACCESS_TOKEN_REVOKED' });
  });

  it('is closed with its account', async () => {
    const { body: user } = await owner.post('/api/auth/users', {
      name: 'bo',
      password: PASSWORD,
      role: 'viewer',
    });
    const { body: tokens } = await anybody.post('/api/auth/token', { name: 'bo', password: PASSWORD });
    const peer = await enter(tokens.access_token);
    await owner.delete(`/api/auth/users/${user.id}`);
    expect((await peer.closed).code).toBe(4401);
    expect(code((await anybody.bearing(tokens.access_token).get('/api/auth/me')).body)).toBe(
      'ACCESS_ACCOUNT_GONE',
    );
  });
});

it('lets one caller ask so often, and the others go on', async () => {
  await using slow = await startHub({
    POSTHOUSE_TOKENS: `a:viewer:the-token-of-a,b:viewer:the-token-of-b`,
    POSTHOUSE_PRINT_VIRTUAL: 'false',
    POSTHOUSE_REQUESTS: '1',
  });
  const [a, b] = ['a', 'b'].map((name) => new Caller(slow.url).bearing(`the-token-of-${name}`));
  const codes: unknown[] = [];
  for (let i = 0; i < 5; i++) codes.push(code((await a!.get('/api/print/jobs')).body));
  expect(codes[0]).toBe(undefined);
  expect(codes).toContain('ACCESS_REQUESTS');
  expect((await b!.get('/api/print/jobs')).status).toBe(200);
});
