import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHub, type TestHub } from '../testing/start-hub.ts';
import { Caller } from './testing/caller.ts';

const PASSWORD = 'a horse on the road';
const SECRETS = /scrypt|\bhash\b|digest/;

let test: TestHub;
let anybody: Caller;
let owner: Caller;

beforeAll(async () => {
  test = await startHub();
  anybody = new Caller(test.url);
});
afterAll(() => test[Symbol.asyncDispose]());

const code = (body: { error?: { code: string } }) => body.error?.code;

describe('the first owner', () => {
  it('finds a hub that trusts this machine, and may not manage accounts as `local`', async () => {
    expect((await anybody.get('/api/auth/state')).body).toEqual({
      owner: false,
      signed_in: false,
      who: 'local',
    });
    expect((await anybody.get('/api/status')).status).toBe(200);
    expect(code((await anybody.get('/api/auth/users')).body)).toBe('HUB_FORBIDDEN');
  });

  it('is not made by a proxy’s caller, nor with a weak password', async () => {
    const proxied = anybody.as({ 'x-forwarded-for': '203.0.113.7' });
    const refused = await proxied.post('/api/auth/owner', { name: 'eve', password: PASSWORD });
    expect(code(refused.body)).toBe('ACCESS_OWNER_ELSEWHERE');
    for (const password of ['short', 'aaaaaaaaaaaa', '0123456789'.repeat(26)]) {
      const weak = await anybody.post('/api/auth/owner', { name: 'owner', password });
      expect(code(weak.body)).toBe('ACCESS_PASSWORD_WEAK');
    }
  });

  it('is made once, is signed in, and ends the trust in this machine', async () => {
    const made = await anybody.post('/api/auth/owner', { name: 'Owner', password: PASSWORD });
    expect(made).toMatchObject({ status: 201, body: { name: 'Owner', role: 'owner' } });
    expect(JSON.stringify(made.body)).not.toMatch(SECRETS);
    owner = anybody.withCookie(made.cookie!);
    expect((await owner.get('/api/auth/state')).body).toMatchObject({
      owner: true,
      signed_in: true,
      who: 'Owner',
    });
    expect(code((await anybody.get('/api/status')).body)).toBe('HUB_TOKEN_MISSING');
    const again = await anybody.post('/api/auth/owner', { name: 'eve', password: PASSWORD });
    expect(again.status).toBe(409);
  });
});

describe('signing in', () => {
  it('takes the name in any case; says nothing of which part was wrong', async () => {
    const entered = await anybody.post('/api/auth/sign-in', { name: ' OWNER ', password: PASSWORD });
    expect(entered.status).toBe(200);
    const wrong = await anybody.post('/api/auth/sign-in', { name: 'owner', password: 'another horse' });
    const unknown = await anybody.post('/api/auth/sign-in', { name: 'nobody', password: 'another horse' });
    expect(wrong.status).toBe(401);
    expect(unknown).toEqual(wrong);
  });

  it('sets a cookie for the hub alone, out of reach of scripts and of other sites', async () => {
    const reply = await fetch(`${test.url}/api/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'owner', password: PASSWORD }),
    });
    expect(reply.headers.getSetCookie()[0]).toMatch(
      /^posthouse_session=phs_[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/,
    );
  });

  it('by cookie changes things from its own page only', async () => {
    const { cookie } = await anybody.post('/api/auth/sign-in', { name: 'owner', password: PASSWORD });
    const order = { items: [{ name: 'tea', quantity: 1, unit_price: 1 }] };
    const from = (headers: Record<string, string>) =>
      anybody.as({ cookie: cookie!, ...headers }).post('/api/print/orders', order);
    expect((await from({ 'sec-fetch-site': 'same-origin' })).status).toBe(201);
    expect((await from({ origin: test.url })).status).toBe(201);
    expect(code((await from({})).body)).toBe('ACCESS_CROSS_SITE');
    expect(code((await from({ 'sec-fetch-site': 'cross-site' })).body)).toBe('ACCESS_CROSS_SITE');
    // Another program's page on this machine: cookies do not know ports.
    expect(code((await from({ origin: 'http://127.0.0.1:1' })).body)).toBe('HUB_TOKEN_MISSING');
    expect(code((await from({ origin: 'https://evil.example' })).body)).toBe('HUB_ORIGIN_REFUSED');
  });

  it('out ends the session, not only the cookie', async () => {
    const { cookie } = await anybody.post('/api/auth/sign-in', { name: 'owner', password: PASSWORD });
    const page = anybody.withCookie(cookie!);
    expect((await page.get('/api/auth/me')).status).toBe(200);
    expect((await page.post('/api/auth/sign-out')).cookie).toBe('posthouse_session=');
    expect((await page.get('/api/auth/me')).status).toBe(401);
  });
});

describe('accounts', () => {
  it('are made with roles within one’s reach', async () => {
    const made = await owner.post('/api/auth/users', { name: 'ada', password: PASSWORD, role: 'admin' });
    expect(made).toMatchObject({ status: 201, body: { role: 'admin' } });
    const { cookie } = await anybody.post('/api/auth/sign-in', { name: 'ada', password: PASSWORD });
    const admin = anybody.withCookie(cookie!);
    const asOwner = await admin.post('/api/auth/users', { name: 'eve', password: PASSWORD, role: 'owner' });
    expect(code(asOwner.body)).toBe('ACCESS_BEYOND');
    const unknown = await admin.post('/api/auth/users', { name: 'eve', password: PASSWORD, role: 'king' });
    expect(code(unknown.body)).toBe('ACCESS_ROLE_UNKNOWN');
    expect(code((await admin.patch('/api/auth/users/1', { disabled: true })).body)).toBe('ACCESS_BEYOND');
    expect(code((await admin.delete('/api/auth/users/1')).body)).toBe('ACCESS_BEYOND');
    const taken = await admin.post('/api/auth/users', { name: 'ADA', password: PASSWORD, role: 'viewer' });
    expect(code(taken.body)).toBe('ACCESS_NAME_TAKEN');
  });

  it('keep their last owner, and nobody raises or removes themselves', async () => {
    expect(code((await owner.patch('/api/auth/users/1', { role: 'viewer' })).body)).toBe('ACCESS_ONESELF');
    expect(code((await owner.delete('/api/auth/users/1')).body)).toBe('ACCESS_ONESELF');
    expect(code((await owner.patch('/api/auth/users/1', { password: PASSWORD })).body)).toBe(
      'ACCESS_ONESELF',
    );
    expect(code((await owner.patch('/api/auth/users/99', { role: 'viewer' })).body)).toBe(
      'ACCESS_ACCOUNT_UNKNOWN',
    );
  });

  it('change their own password with the present one; other sessions end, this one stays', async () => {
    await owner.post('/api/auth/users', { name: 'li', password: PASSWORD, role: 'viewer' });
    const enter = async () =>
      (await anybody.post('/api/auth/sign-in', { name: 'li', password: PASSWORD })).cookie!;
    const here = anybody.withCookie(await enter());
    const there = anybody.withCookie(await enter());
    const change = (password: string, new_password: string) =>
      here.put('/api/auth/password', { password, new_password });
    expect(code((await change('wrong', 'another long one')).body)).toBe('ACCESS_PASSWORD_WRONG');
    expect(code((await change(PASSWORD, PASSWORD)).body)).toBe('ACCESS_PASSWORD_SAME');
    expect((await change(PASSWORD, 'another long one')).status).toBe(200);
    expect((await here.get('/api/auth/me')).status).toBe(200);
    expect((await there.get('/api/auth/me')).status).toBe(401);
    expect((await anybody.post('/api/auth/sign-in', { name: 'li', password: PASSWORD })).status).toBe(401);
  });

  it('that are disabled are out at once, whatever they hold', async () => {
    const { body: user } = await owner.post('/api/auth/users', {
      name: 'bo',
      password: PASSWORD,
      role: 'viewer',
    });
    const { body: tokens } = await anybody.post('/api/auth/token', { name: 'bo', password: PASSWORD });
    const bo = anybody.bearing(tokens.access_token);
    expect((await bo.get('/api/print/printers')).status).toBe(200);
    expect((await owner.patch(`/api/auth/users/${user.id}`, { disabled: true })).body.disabled).toBe(true);
    expect((await bo.get('/api/print/printers')).status).toBe(401);
    expect(code((await anybody.post('/api/auth/refresh', tokens)).body)).toBe('ACCESS_TOKEN_REVOKED');
    const entering = await anybody.post('/api/auth/sign-in', { name: 'bo', password: PASSWORD });
    expect(code(entering.body)).toBe('ACCESS_DISABLED');
  });
});

describe('tokens of accounts', () => {
  it('are refreshed once: a second use ends the session for both holders', async () => {
    const { body: first } = await anybody.post('/api/auth/token', { name: 'owner', password: PASSWORD });
    const { body: second } = await anybody.post('/api/auth/refresh', first);
    expect((await anybody.bearing(second.access_token).get('/api/auth/me')).body.name).toBe('Owner');
    expect(code((await anybody.post('/api/auth/refresh', first)).body)).toBe('ACCESS_TOKEN_REVOKED');
    expect((await anybody.bearing(second.access_token).get('/api/auth/me')).status).toBe(401);
    expect((await anybody.post('/api/auth/refresh', second)).status).toBe(401);
  });

  it('come in every way that clients know', async () => {
    const { body } = await anybody.post('/api/auth/token', { name: 'owner', password: PASSWORD });
    const token = String(body.access_token);
    for (const caller of [anybody.as({ authorization: token }), anybody.as({ 'x-access-token': token })]) {
      expect((await caller.get('/api/auth/me')).status).toBe(200);
    }
    expect((await anybody.get(`/api/auth/me?token=${token}`)).status).toBe(200);
  });

  it('in the wrong place are refused: a refresh token or a cookie is no access token', async () => {
    const { body } = await anybody.post('/api/auth/token', { name: 'owner', password: PASSWORD });
    expect((await anybody.bearing(body.refresh_token).get('/api/auth/me')).status).toBe(401);
    const { cookie } = await anybody.post('/api/auth/sign-in', { name: 'owner', password: PASSWORD });
    expect((await anybody.bearing(cookie!.split('=')[1]!).get('/api/auth/me')).status).toBe(401);
  });
});

describe('the audit log', () => {
  it('says who did what to what from where, and never a secret', async () => {
    const { body } = await owner.get('/api/audit?size=500');
    expect(body.items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ action: 'create_user', name: 'Owner', address: '127.0.0.1' }),
        expect.objectContaining({
          action: 'signin_user',
          who: 'user/1',
          about: expect.stringContaining('session/'),
        }),
        expect.objectContaining({ action: 'signin_failed', who: 'nobody' }),
        expect.objectContaining({ action: 'refresh_token_reused' }),
      ]),
    );
    const text = JSON.stringify(body);
    expect(text).not.toContain(PASSWORD);
    expect(text).not.toMatch(/ph[srkm]_/);
    expect((await owner.get('/api/audit?action=signin_failed&size=1')).body.items).toHaveLength(1);
  });

  it('is searched by name as it is written', async () => {
    await owner.post('/api/auth/users', { name: 'under_score', password: PASSWORD, role: 'viewer' });
    await anybody.post('/api/auth/sign-in', { name: 'under_score', password: PASSWORD });
    const find = async (who: string) =>
      (await owner.get(`/api/audit?who=${encodeURIComponent(who)}`)).body.total;
    expect([await find('r_s'), await find('r%s'), await find('rxs')]).toEqual([1, 0, 0]);
  });

  it('holds the requests of all apps', async () => {
    await owner.post('/api/print/orders', { items: [{ name: 'tea', quantity: 1, unit_price: 1 }] });
    const find = async () =>
      (await owner.get('/api/audit?action=POST%20%2Fapi%2Fprint%2Forders')).body.items as unknown[];
    await expect
      .poll(find, { timeout: 60_000 })
      .toContainEqual(expect.objectContaining({ who: 'user/1', about: '/api/print/orders' }));
  });
});

describe('phone numbers', () => {
  it('are whole for who may see them and masked for others', async () => {
    const made = await owner.post('/api/print/orders', {
      items: [{ name: 'tea', quantity: 1, unit_price: 1 }],
      customer_phone: '13812345678',
    });
    await owner.post('/api/auth/users', { name: 'onlooker', password: PASSWORD, role: 'viewer' });
    const { cookie } = await anybody.post('/api/auth/sign-in', { name: 'onlooker', password: PASSWORD });
    const path = `/api/print/orders/${made.body.id}`;
    expect((await owner.get(path)).body.customer_phone).toBe('13812345678');
    expect((await anybody.withCookie(cookie!).get(path)).body.customer_phone).toBe('138****5678');
  });
});
