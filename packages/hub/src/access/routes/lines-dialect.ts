import { isRefusal, reply, refuse, type Id, type Route } from '@posthouse/kernel';
import * as Type from 'typebox';
import type { Access } from '../access.ts';
import { Email, Password } from '../contract.ts';
import { changeAccount, deleteAccount, findAccount, listAccounts, type Account } from '../ops/accounts.ts';
import { endSession } from '../ops/sessions.ts';
import { iso } from '../shapes.ts';
import { passwordFault } from '../rules.ts';
import { actorOf, made, ownAccount, ownSession, route, shown, type AnyCall } from './route.ts';
import { linesError } from './lines-errors.ts';
import { confirmPassword } from './self.ts';
import { refreshed, tokensFor, type TokenPair } from './tokens.ts';
import { changeUser, newUser } from './users.ts';

/** The contract's three roles, and what they are called here. */
const TO_OURS = { user: 'lines-user', admin: 'lines-admin', super_admin: 'lines-super' } as const;

/** What a client of the lines should take an account for: whoever may do everything is its `super_admin`. */
export function linesRole(role: string): keyof typeof TO_OURS {
  if (role === 'lines-super' || role === 'owner' || role === 'admin') return 'super_admin';
  return role === 'lines-admin' ? 'admin' : 'user';
}

/** `User` of the contract. Its ids are texts. */
export const linesUser = (account: Account) => ({
  id: String(account.id),
  email: account.email,
  user_metadata: {
    username: account.name,
    full_name: account.full_name,
    role: linesRole(account.role),
  },
  created_at: iso(account.created_at),
  last_sign_in_at: iso(account.signed_in_at),
});

const UserName = Type.String({ minLength: 3, maxLength: 20, pattern: '^[^\\s@/\\x00-\\x1f\\x7f]+$' });
const FullName = Type.String({ minLength: 3, maxLength: 100 });
const Role = Type.Enum(['user', 'admin', 'super_admin']);
const ById = Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) });
const SignIn = Type.Object({ email: Type.String({ minLength: 1, maxLength: 320 }), password: Password });
const Refresh = Type.Object({ refresh_token: Type.String({ maxLength: 200 }) });
const Update = Type.Object({
  username: Type.Optional(UserName),
  full_name: Type.Optional(FullName),
  password: Type.Optional(Password),
  new_password: Type.Optional(Password),
});
const Create = Type.Object({
  email: Email,
  password: Password,
  username: Type.Optional(UserName),
  full_name: Type.Optional(FullName),
  role: Type.Optional(Role),
});
const Change = Type.Object({
  username: Type.Optional(UserName),
  full_name: Type.Optional(FullName),
  password: Type.Optional(Password),
  role: Type.Optional(Role),
});

const signedIn = ({ account, ...tokens }: TokenPair) => ({ ...tokens, user: linesUser(account) });

/** `/api/v1/auth/*` and `/api/v1/users/*` of the lines' contract (§6), over the house's accounts. */
export function linesDialectRoutes(access: Access): readonly Route[] {
  const dialect = {
    endpoints: ['main', 'lines'],
    errorBody: linesError,
  };
  const zh = (text: string, en: string) => ({
    summary: { zh: `产线旧接口：${text}`, en: `Lines, old interface: ${en}` },
  });

  return [
    route<unknown, unknown, Type.Static<typeof SignIn>>({
      ...dialect,
      ...zh('登录', 'sign in'),
      method: 'POST',
      path: '/api/v1/auth/signin',
      // Public: this is how one becomes somebody.
      permission: null,
      schema: { body: SignIn },
      handle: async (call) =>
        shown(await tokensFor(access, call, call.body.email, call.body.password), signedIn),
    }),
    route<unknown, unknown, Type.Static<typeof Refresh>>({
      ...dialect,
      ...zh('刷新令牌', 'refresh'),
      method: 'POST',
      path: '/api/v1/auth/refresh',
      // Public: the refresh token is the credential.
      permission: null,
      schema: { body: Refresh },
      handle: async (call) => shown(await refreshed(access, call, call.body.refresh_token), signedIn),
    }),
    route({
      ...dialect,
      ...zh('我是谁', 'who I am'),
      method: 'GET',
      path: '/api/v1/auth/me',
      permission: 'access.self',
      schema: {},
      async handle(call) {
        const account = await accountOf(call);
        return isRefusal(account) ? account : linesUser(account);
      },
    }),
    route({
      ...dialect,
      ...zh('令牌内容', 'what the token says'),
      method: 'POST',
      path: '/api/v1/auth/verify',
      permission: 'access.self',
      schema: {},
      async handle(call) {
        const account = await accountOf(call);
        if (isRefusal(account)) return account;
        const { expires } = call.principal;
        return {
          sub: String(account.id),
          email: account.email,
          role: linesRole(account.role),
          exp: expires === undefined ? null : Math.floor(expires / 1_000),
        };
      },
    }),
    route({
      ...dialect,
      ...zh('退出', 'sign out'),
      method: 'POST',
      path: '/api/v1/auth/signout',
      permission: 'access.self',
      schema: {},
      async handle(call) {
        const account = ownAccount(call);
        const session = ownSession(call);
        if (account !== null && session !== null) {
          await call.kernel.store.write(endSession, { account, session, by: actorOf(call) });
        }
        return { message: '已退出登录' };
      },
    }),
    route<unknown, unknown, Type.Static<typeof Update>>({
      ...dialect,
      ...zh('修改自己的资料', "change one's own account"),
      method: 'PUT',
      path: '/api/v1/auth/update',
      permission: 'access.self',
      schema: { body: Update },
      handle: async (call) => shown(await updateSelf(access, call, call.body), linesUser),
    }),
    route({
      ...dialect,
      ...zh('账号', 'accounts'),
      method: 'GET',
      path: '/api/v1/users/',
      permission: 'access.user.read',
      schema: {},
      handle: async (call) => ({ users: (await call.read(listAccounts, null)).map(linesUser) }),
    }),
    route<unknown, unknown, Type.Static<typeof Create>>({
      ...dialect,
      ...zh('新建账号', 'make an account'),
      method: 'POST',
      path: '/api/v1/users/',
      permission: 'access.user.write',
      schema: { body: Create },
      async handle(call) {
        const { email, password, username, full_name, role = 'user' } = call.body;
        const name = username ?? email.slice(0, email.indexOf('@')).slice(0, 20);
        const user = { name, password, role: TO_OURS[role], email, full_name: full_name ?? null };
        return made(await newUser(access, call, user), linesUser);
      },
    }),
    route<{ id: Id }, unknown, Type.Static<typeof Change>>({
      ...dialect,
      ...zh('修改账号', 'change an account'),
      method: 'PUT',
      path: '/api/v1/users/:id',
      permission: 'access.user.write',
      schema: { params: ById, body: Change },
      async handle(call) {
        const { username, role, ...rest } = call.body;
        const change = {
          ...rest,
          ...(username !== undefined && { name: username }),
          ...(role !== undefined && { role: TO_OURS[role] }),
        };
        return shown(await changeUser(access, call, call.params.id, change), linesUser);
      },
    }),
    route<{ id: Id }>({
      ...dialect,
      ...zh('删除账号', 'delete an account'),
      method: 'DELETE',
      path: '/api/v1/users/:id',
      permission: 'access.user.write',
      schema: { params: ById },
      async handle(call) {
        const deleted = await call.write(deleteAccount, { id: call.params.id, by: actorOf(call) });
        return isRefusal(deleted) ? deleted : reply({ body: { message: '用户已删除' } });
      },
    }),
  ];
}

async function accountOf(call: AnyCall) {
  const id = ownAccount(call);
  if (id === null) return refuse('ACCESS_NO_PASSWORD');
  return (await call.kernel.store.read(findAccount, { id })) ?? refuse('ACCESS_ACCOUNT_GONE');
}

/** One change, though it may hold a new password as well: then the present one is asked for. */
async function updateSelf(
  access: Access,
  call: AnyCall,
  { username, full_name, password, new_password }: Type.Static<typeof Update>,
) {
  const account = await accountOf(call);
  if (isRefusal(account)) return account;
  if (username === undefined && full_name === undefined && new_password === undefined) {
    return refuse('ACCESS_NOTHING');
  }
  if (new_password !== undefined) {
    const confirmed = await confirmPassword(access, call, account.id, password ?? '');
    if (isRefusal(confirmed)) return confirmed;
    if (new_password === password) return refuse('ACCESS_PASSWORD_SAME');
    const weak = passwordFault(new_password, username ?? account.name);
    if (weak) return weak;
  }
  const keep = ownSession(call);
  return call.kernel.store.write(changeAccount, {
    id: account.id,
    by: actorOf(call),
    ...(username !== undefined && { name: username }),
    ...(full_name !== undefined && { fullName: full_name }),
    ...(new_password !== undefined && { hash: await access.passwords.hash(new_password) }),
    ...(keep !== null && { keep }),
  });
}
