import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHub, type TestHub } from '../testing/start-hub.ts';
import { Caller } from './testing/caller.ts';

const OWNER = 'the-owner-of-this-test';
const PASSWORD = 'a horse on the road';

let test: TestHub;
let anybody: Caller;
let owner: Caller;

beforeAll(async () => {
  test = await startHub({ POSTHOUSE_TOKENS: `chief:owner:${OWNER}`, POSTHOUSE_PRINT_VIRTUAL: 'false' });
  anybody = new Caller(test.url);
  owner = anybody.bearing(OWNER);
});
afterAll(() => test[Symbol.asyncDispose]());

describe('the lines’ routes', () => {
  const signIn = (email: string, password = PASSWORD) =>
    anybody.post('/api/v1/auth/signin', { email, password });

  it('make, show, change and delete users of the three roles', async () => {
    const made = await owner.post('/api/v1/users', {
      email: 'Ada@line.cn',
      password: PASSWORD,
      role: 'super_admin',
    });
    expect(made).toMatchObject({
      status: 201,
      body: { email: 'ada@line.cn', user_metadata: { username: 'Ada', role: 'super_admin' } },
    });
    const { body: tokens } = await signIn('ada@line.cn');
    expect(tokens.user.id).toBe(made.body.id);
    const ada = anybody.bearing(tokens.access_token);
    const bo = await ada.post('/api/v1/users/', { email: 'bo@line.cn', password: PASSWORD });
    expect(bo.body.user_metadata.role).toBe('user');
    expect((await ada.put(`/api/v1/users/${bo.body.id}`, { role: 'admin' })).body.user_metadata.role).toBe(
      'admin',
    );
    expect((await ada.get('/api/v1/users/')).body.users).toHaveLength(2);
    // Its three roles and no more: the house's own stay out of reach.
    const house = await owner.post('/api/auth/users', { name: 'clerk', password: PASSWORD, role: 'viewer' });
    expect((await ada.put(`/api/v1/users/${house.body.id}`, { role: 'user' })).status).toBe(403);
    expect((await ada.delete(`/api/v1/users/${made.body.id}`)).status).toBe(400);
    expect((await ada.delete(`/api/v1/users/${bo.body.id}`)).status).toBe(200);
    expect((await ada.delete(`/api/v1/users/${bo.body.id}`)).status).toBe(404);
  });

  it('an `admin` may not manage users, whatever the old server let pass', async () => {
    await owner.post('/api/v1/users', { email: 'li@line.cn', password: PASSWORD, role: 'admin' });
    const { body } = await signIn('li@line.cn');
    const refused = await anybody.bearing(body.access_token).get('/api/v1/users/');
    expect(refused).toMatchObject({ status: 403, body: { detail: expect.any(String) as string } });
  });

  it('answer what does not fit with 422 and where it does not', async () => {
    const wrong = await owner.post('/api/v1/users/', { email: 'no address', password: PASSWORD });
    expect(wrong.status).toBe(422);
    expect(wrong.body).toEqual({
      detail: [{ loc: ['body', 'email'], msg: expect.any(String) as string, type: 'value_error' }],
    });
    expect(await owner.delete('/api/v1/users/ada')).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ['path', 'id'] }] },
    });
    const torn = await fetch(`${test.url}/api/v1/auth/signin`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    expect(torn.status).toBe(422);
    expect(await torn.json()).toMatchObject({ detail: [{ loc: ['body'], type: 'json_invalid' }] });
  });

  it('change oneself with the words that the client shows', async () => {
    await owner.post('/api/v1/users', { email: 'wu@line.cn', password: PASSWORD });
    const { body } = await signIn('wu@line.cn');
    const wu = anybody.as({ authorization: `Bearer ${body.access_token}`, 'accept-language': 'zh-CN' });
    const update = async (change: object) => (await wu.put('/api/v1/auth/update', change)).body;
    expect(await update({})).toEqual({ detail: '至少需要提供一个字段用于更新' });
    expect(await update({ password: 'wrong', new_password: 'another long one' })).toEqual({
      detail: '密码验证失败',
    });
    expect(await update({ password: PASSWORD, new_password: PASSWORD })).toEqual({
      detail: '新密码不能与旧密码相同',
    });
    const changed = await update({
      full_name: '吴先生',
      password: PASSWORD,
      new_password: 'another long one',
    });
    expect(changed.user_metadata.full_name).toBe('吴先生');
    expect((await wu.get('/api/v1/auth/me')).body.email).toBe('wu@line.cn');
    expect((await wu.post('/api/v1/auth/verify')).body).toMatchObject({ sub: body.user.id, role: 'user' });
    expect((await signIn('wu@line.cn')).status).toBe(401);
    expect((await wu.post('/api/v1/auth/signout')).status).toBe(200);
    expect((await wu.get('/api/v1/auth/me')).status).toBe(401);
  });
});

describe.each(['/api', '/api/auth'])('the tasks’ routes at %s', (base) => {
  it('log in, refresh and log out in the contract’s envelope', async () => {
    const name = `keeper${base.length}`;
    await owner.post('/api/auth/users', { name, password: PASSWORD, role: 'operator' });
    const { body } = await anybody.post(`${base}/login`, { username: name, password: PASSWORD });
    expect(body).toMatchObject({ success: true, data: { user: { username: name, role: 'operator' } } });
    const keeper = anybody.as({ 'x-access-token': body.data.token });
    expect((await keeper.get('/api/auth/me')).body.name).toBe(name);
    const next = await anybody.post(`${base}/refresh-token`, { refresh_token: body.data.refresh_token });
    expect(next.body).toMatchObject({ success: true, data: { access_token: expect.any(String) as string } });
    expect((await keeper.post(`${base}/logout`)).body.success).toBe(true);
    expect((await keeper.get('/api/auth/me')).status).toBe(401);
  });

  it('say why not in the contract’s words', async () => {
    const wrong = await anybody.post(`${base}/refresh-token`, { refresh_token: 'nonsense' });
    expect(wrong).toMatchObject({
      status: 401,
      body: { success: false, code: 'INVALID_TOKEN', detail: null },
    });
    const name = `gone${base.length}`;
    const { body: user } = await owner.post('/api/auth/users', { name, password: PASSWORD, role: 'viewer' });
    await owner.patch(`/api/auth/users/${user.id}`, { disabled: true });
    const banned = await anybody.post(`${base}/login`, { username: name, password: PASSWORD });
    expect(banned).toMatchObject({ status: 403, body: { success: false, code: 'USER_BANNED' } });
  });
});
