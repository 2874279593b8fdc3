import { isRefusal, refuse, type Id, type Route } from '@posthouse/kernel';
import type { Static } from 'typebox';
import type { Access } from '../access.ts';
import { ById, PasswordBody } from '../contract.ts';
import { changeAccount, findAccount } from '../ops/accounts.ts';
import { endSession, listSessions } from '../ops/sessions.ts';
import { passwordFault } from '../rules.ts';
import { sessionShape, userShape } from '../shapes.ts';
import { actorOf, onePage, ownAccount, ownSession, route, type AnyCall } from './route.ts';

/** Compares the present password of the caller's account; wrong ones count as failed sign-ins do. */
export async function confirmPassword(
  access: Pick<Access, 'claims' | 'passwords'>,
  call: AnyCall,
  id: Id,
  password: string,
) {
  const account = await call.kernel.store.read(findAccount, { id });
  if (!account) return refuse('ACCESS_ACCOUNT_GONE');
  const name = `password of user/${id}`;
  const wait = access.claims.wait(name);
  if (wait > 0) return refuse('ACCESS_TRIES', { retry_after: Math.ceil(wait / 1_000) });
  // Counted before the comparison, as by signing in.
  access.claims.fail(name);
  if ((await access.passwords.verify(password, account.hash)) === 'wrong') {
    return refuse('ACCESS_PASSWORD_WRONG');
  }
  access.claims.succeed(name);
  return account;
}

/** A new password for oneself: every other session ends. */
export async function changeOwnPassword(
  access: Access,
  call: AnyCall,
  id: Id,
  password: string,
  next: string,
) {
  const account = await confirmPassword(access, call, id, password);
  if (isRefusal(account)) return account;
  if (next === password) return refuse('ACCESS_PASSWORD_SAME');
  const keep = ownSession(call);
  return (
    passwordFault(next, account.name) ??
    call.kernel.store.write(changeAccount, {
      id,
      hash: await access.passwords.hash(next),
      by: actorOf(call),
      ...(keep !== null && { keep }),
    })
  );
}

/** What everybody may do with their own account. */
export function selfRoutes(access: Access, timezone: string): readonly Route[] {
  const self = { permission: 'access.self' } as const;
  return [
    route({
      ...self,
      method: 'GET',
      path: '/api/auth/me',
      summary: { zh: '我是谁，有哪些权限', en: 'Who I am, and what I may do' },
      schema: {},
      async handle(call) {
        const { principal, kernel } = call;
        const id = ownAccount(call);
        const account = id === null ? null : await kernel.store.read(findAccount, { id });
        const granted = await Promise.all(
          access.permissions.map(async ({ name }) =>
            (await kernel.auth.may(principal, name)) ? [name] : [],
          ),
        );
        return {
          id: principal.id,
          name: principal.name ?? principal.id,
          roles: principal.roles,
          anonymous: principal.anonymous,
          permissions: granted.flat(),
          user: account && userShape(account),
          // Old dialects tell times without a zone: they are of this one.
          timezone,
        };
      },
    }),
    route<unknown, unknown, Static<typeof PasswordBody>>({
      ...self,
      method: 'PUT',
      path: '/api/auth/password',
      summary: { zh: '修改自己的密码', en: "Change one's own password" },
      schema: { body: PasswordBody },
      async handle(call) {
        const id = ownAccount(call);
        if (id === null) return refuse('ACCESS_NO_PASSWORD');
        const { password, new_password } = call.body;
        const changed = await changeOwnPassword(access, call, id, password, new_password);
        return isRefusal(changed) ? changed : userShape(changed);
      },
    }),
    route({
      ...self,
      method: 'GET',
      path: '/api/auth/sessions',
      summary: { zh: '自己的登录会话', en: "One's own sessions" },
      schema: {},
      async handle(call) {
        const account = ownAccount(call);
        const sessions = account === null ? [] : await call.read(listSessions, { account });
        const current = ownSession(call);
        return onePage(sessions.map((row) => ({ ...sessionShape(row), current: row.id === current })));
      },
    }),
    route<{ id: Id }>({
      ...self,
      method: 'DELETE',
      path: '/api/auth/sessions/:id',
      summary: { zh: '结束自己的一个会话', en: "End one of one's own sessions" },
      schema: { params: ById },
      async handle(call) {
        const account = ownAccount(call);
        if (account === null) return refuse('ACCESS_SESSION_UNKNOWN', { id: call.params.id });
        return call.write(endSession, { account, session: call.params.id, by: actorOf(call) });
      },
    }),
  ];
}
