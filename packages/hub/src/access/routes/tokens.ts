import { isRefusal, refuse, type Id, type Ms, type Refusal, type Route } from '@posthouse/kernel';
import type { Static } from 'typebox';
import * as Type from 'typebox';
import type { Access } from '../access.ts';
import { RefreshBody, SignInBody } from '../contract.ts';
import { findAccount, type Account } from '../ops/accounts.ts';
import { rotateSession } from '../ops/sessions.ts';
import { digestOf, newSecret, secretKind } from '../secrets.ts';
import { route, type AnyCall } from './route.ts';

/** What programs and the old clients work with: a JWT for an hour, and a refresh token for the next one. */
export interface TokenPair {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly token_type: 'bearer';
  /** Seconds. */
  readonly expires_in: number;
  readonly account: Account;
}

const Tokens = Type.Object({
  access_token: Type.String(),
  refresh_token: Type.String(),
  token_type: Type.String(),
  expires_in: Type.Integer(),
});

export async function tokensFor(
  access: Access,
  call: AnyCall,
  login: string,
  password: string,
): Promise<TokenPair | Refusal> {
  const { address, agent = '' } = call;
  const entered = await access.signIn({ login, password, address, agent, kind: 'phr' });
  if (isRefusal(entered)) return entered;
  return pair(access, call, entered.session, entered.account, entered.secret);
}

/** Exchanges a refresh token; each is good once (`rotateSession`). */
export async function refreshed(access: Access, call: AnyCall, token: string): Promise<TokenPair | Refusal> {
  if (secretKind(token) !== 'phr') return refuse('HUB_TOKEN_INVALID');
  const secret = newSecret('phr');
  const { address, agent = '' } = call;
  const rotated = await call.kernel.store.write(rotateSession, {
    digest: digestOf(token),
    next: digestOf(secret),
    by: { address, agent },
  });
  if (isRefusal(rotated)) return rotated;
  if ('reused' in rotated) return refuse('ACCESS_TOKEN_REVOKED');
  return pair(access, call, rotated.session, rotated.account, secret);
}

async function pair(
  { own, config }: Access,
  { kernel }: AnyCall,
  session: Id,
  id: Id,
  secret: string,
): Promise<TokenPair | Refusal> {
  const account = await kernel.store.read(findAccount, { id });
  if (!account) return refuse('ACCESS_ACCOUNT_GONE');
  if (account.disabled === 1) return refuse('ACCESS_DISABLED');
  const expires: Ms = kernel.clock.now() + config.token;
  return {
    access_token: await own.sign(session, id, expires),
    refresh_token: secret,
    token_type: 'bearer',
    expires_in: Math.floor(config.token / 1_000),
    account,
  };
}

/** Tokens for programs that act as a person. */
export function tokenRoutes(access: Access): readonly Route[] {
  return [
    route<unknown, unknown, Static<typeof SignInBody>>({
      method: 'POST',
      path: '/api/auth/token',
      // Public: this is how a program becomes somebody. Tries are limited by account and address.
      permission: null,
      summary: { zh: '用密码换取访问令牌', en: 'Get an access token by password' },
      schema: { body: SignInBody, response: { 200: Tokens } },
      handle: (call) => tokensFor(access, call, call.body.name, call.body.password),
    }),
    route<unknown, unknown, Static<typeof RefreshBody>>({
      method: 'POST',
      path: '/api/auth/refresh',
      // Public: the refresh token is the credential.
      permission: null,
      summary: {
        zh: '换取新的访问令牌（刷新令牌只能用一次）',
        en: 'Get the next access token (a refresh token is good once)',
      },
      schema: { body: RefreshBody, response: { 200: Tokens } },
      handle: (call) => refreshed(access, call, call.body.refresh_token),
    }),
  ];
}
