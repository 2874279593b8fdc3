import { isRefusal, type Route } from '@posthouse/kernel';
import { authFailure } from '@posthouse/tasks/contract';
import * as Type from 'typebox';
import type { Access } from '../access.ts';
import { Password } from '../contract.ts';
import { endSession } from '../ops/sessions.ts';
import { actorOf, ownAccount, ownSession, route } from './route.ts';
import { refreshed, tokensFor, type TokenPair } from './tokens.ts';

const Login = Type.Object({
  username: Type.Optional(Type.String({ maxLength: 320 })),
  email: Type.Optional(Type.String({ maxLength: 320 })),
  password: Password,
});
const Refresh = Type.Object({ refresh_token: Type.String({ maxLength: 200 }) });

const answer = (message: string, { account, ...tokens }: TokenPair) => ({
  success: true,
  message,
  data: {
    ...tokens,
    token: tokens.access_token,
    user: { id: account.id, username: account.name, email: account.email, role: account.role },
  },
});

/** Login, refresh and logout of the tasks' contract (§1), over the house's accounts; under both paths in use. */
export function tasksDialectRoutes(access: Access): readonly Route[] {
  const dialect = { errorBody: authFailure };
  const named = (zh: string, en: string) => ({
    summary: { zh: `查重任务旧接口：${zh}`, en: `Tasks, old interface: ${en}` },
  });
  return ['/api', '/api/auth'].flatMap((base) => [
    route<unknown, unknown, Type.Static<typeof Login>>({
      ...dialect,
      ...named('登录', 'log in'),
      method: 'POST',
      path: `${base}/login`,
      // Public: this is how one becomes somebody.
      permission: null,
      schema: { body: Login },
      async handle(call) {
        const { username, email, password } = call.body;
        const tokens = await tokensFor(access, call, username ?? email ?? '', password);
        return isRefusal(tokens) ? tokens : answer('登录成功', tokens);
      },
    }),
    route<unknown, unknown, Type.Static<typeof Refresh>>({
      ...dialect,
      ...named('刷新令牌', 'refresh'),
      method: 'POST',
      path: `${base}/refresh-token`,
      // Public: the refresh token is the credential.
      permission: null,
      schema: { body: Refresh },
      async handle(call) {
        const tokens = await refreshed(access, call, call.body.refresh_token);
        return isRefusal(tokens) ? tokens : answer('令牌已刷新', tokens);
      },
    }),
    route({
      ...dialect,
      ...named('退出', 'log out'),
      method: 'POST',
      path: `${base}/logout`,
      // Public: by the contract it needs no token; without one it changes nothing.
      permission: null,
      schema: {},
      async handle(call) {
        const account = ownAccount(call);
        const session = ownSession(call);
        if (account !== null && session !== null) {
          await call.kernel.store.write(endSession, { account, session, by: actorOf(call) });
        }
        return { success: true, message: '已退出登录' };
      },
    }),
  ]);
}
