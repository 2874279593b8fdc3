import { isRefusal, refuse, reply, type Route } from '@posthouse/kernel';
import * as Type from 'typebox';
import type { Access } from '../access.ts';
import { OwnerBody, SignInBody, User } from '../contract.ts';
import { setCookie } from '../cookie.ts';
import { isLoopback } from '../../auth/networks.ts';
import { createAccount, findAccount } from '../ops/accounts.ts';
import { endSession } from '../ops/sessions.ts';
import { passwordFault } from '../rules.ts';
import { userShape } from '../shapes.ts';
import { actorOf, ownAccount, ownSession, route, type AnyCall } from './route.ts';

const State = Type.Object({
  /** Whether an account exists; without one, the first page on this machine makes the owner. */
  owner: Type.Boolean(),
  signed_in: Type.Boolean(),
  who: Type.String(),
});

/** Signing in and out with a cookie, and the first owner. */
export function signInRoutes(access: Access): readonly Route[] {
  /** Signs in whoever has just given the password. */
  async function enter(call: AnyCall, login: string, password: string, status: number) {
    const { address, agent = '', kernel } = call;
    const entered = await access.signIn({ login, password, address, agent, kind: 'phs' });
    if (isRefusal(entered)) return entered;
    const account = await kernel.store.read(findAccount, { id: entered.account });
    const cookie = setCookie(entered.secret, access.config.session, call.secure === true);
    return reply({ status, headers: { 'set-cookie': cookie }, body: account && userShape(account) });
  }

  return [
    route({
      method: 'GET',
      path: '/api/auth/state',
      // Public: the page to sign in asks it first. It tells whether there is an owner, not who.
      permission: null,
      summary: {
        zh: '是否已有账号、是否已登录',
        en: 'Whether there is an account, and whether one is signed in',
      },
      schema: { response: { 200: State } },
      handle: async (call) => ({
        owner: access.hasAccounts(),
        signed_in: ownAccount(call) !== null,
        who: call.principal.name ?? call.principal.id,
      }),
    }),
    route<unknown, unknown, Type.Static<typeof OwnerBody>>({
      method: 'POST',
      path: '/api/auth/owner',
      // Public: nobody can sign in yet. Taken on this machine only, and only while there is no account.
      permission: null,
      summary: { zh: '创建所有者（仅限本机，仅限第一次）', en: 'Make the owner (on this machine, once)' },
      schema: { body: OwnerBody, response: { 201: User } },
      async handle(call) {
        if (access.hasAccounts()) return refuse('ACCESS_OWNER_EXISTS');
        // `local` is who comes without a proxy from this machine; a configured owner's token may, too.
        const { roles } = call.principal;
        const here = roles.includes('local') && isLoopback(call.address);
        if (!here && !roles.includes('owner')) return refuse('ACCESS_OWNER_ELSEWHERE');
        const { name, password, email = null, full_name = null } = call.body;
        const weak = passwordFault(password, name);
        if (weak) return weak;
        const hash = await access.passwords.hash(password);
        const created = await call.kernel.store.write(createAccount, {
          name,
          email,
          fullName: full_name,
          role: 'owner',
          hash,
          by: actorOf(call),
          first: true,
        });
        return isRefusal(created) ? created : enter(call, name, password, 201);
      },
    }),
    route<unknown, unknown, Type.Static<typeof SignInBody>>({
      method: 'POST',
      path: '/api/auth/sign-in',
      // Public: this is how one becomes somebody. Tries are limited by account and address.
      permission: null,
      summary: { zh: '登录（Cookie）', en: 'Sign in (cookie)' },
      schema: { body: SignInBody, response: { 200: User } },
      handle: (call) => enter(call, call.body.name, call.body.password, 200),
    }),
    route({
      method: 'POST',
      path: '/api/auth/sign-out',
      // Public: signing out must work when the session is already over; without one it changes nothing.
      permission: null,
      summary: { zh: '退出登录', en: 'Sign out' },
      schema: {},
      async handle(call) {
        const account = ownAccount(call);
        const session = ownSession(call);
        if (account !== null && session !== null) {
          await call.kernel.store.write(endSession, { account, session, by: actorOf(call) });
        }
        const cookie = setCookie('', 0, call.secure === true);
        return reply({ headers: { 'set-cookie': cookie }, body: { signed_in: false } });
      },
    }),
  ];
}
