import { isRefusal, refuse, type Clock, type Id, type Ms, type Refusal, type Store } from '@posthouse/kernel';
import { findAccount } from './ops/accounts.ts';
import { recordDeeds } from './ops/audit.ts';
import { openSession } from './ops/sessions.ts';
import type { Passwords } from './passwords.ts';
import { loginOf } from './rules.ts';
import { digestOf, newSecret } from './secrets.ts';
import type { Tries } from './tries.ts';

export interface SignInOptions {
  readonly store: Store;
  readonly clock: Pick<Clock, 'now'>;
  readonly passwords: Passwords;
  /** Failures by account and by address. */
  readonly byAccount: Tries;
  readonly byAddress: Tries;
  readonly span: Ms;
}

export interface SignInRequest {
  /** Name or e-mail address. */
  readonly login: string;
  readonly password: string;
  readonly address: string;
  readonly agent: string;
  /** A cookie, or the refresh token of a program. */
  readonly kind: 'phs' | 'phr';
}

export interface SignedIn {
  readonly session: Id;
  readonly account: Id;
  readonly secret: string;
  readonly expires: Ms;
}

export type SignIn = (request: SignInRequest) => Promise<SignedIn | Refusal>;

/**
 * Compares a password and opens a session. An unknown name takes as long as a wrong password and is answered alike.
 * Failures make the next try wait, by account and by address; a waiting one is not compared at all (ACCESS_TRIES).
 */
export function createSignIn(options: SignInOptions): SignIn {
  const { store, clock, passwords, byAccount, byAddress, span } = options;
  return async ({ login, password, address, agent, kind }) => {
    const name = loginOf(login).slice(0, 320);
    const wait = Math.max(byAccount.wait(name), byAddress.wait(address));
    if (wait > 0) return refuse('ACCESS_TRIES', { retry_after: Math.ceil(wait / 1_000) });
    // Counted before the comparison, so that many tries at once do not all get in before the first one fails.
    byAccount.fail(name);
    const takeBack = byAddress.fail(address);
    const account = await store.read(findAccount, { login: name });
    const verdict = await passwords.verify(password, account?.hash ?? null);
    const by = { id: account ? `user/${account.id}` : 'nobody', name: name.slice(0, 100), address, agent };
    if (!account || verdict === 'wrong') {
      await store.write(recordDeeds, [{ by, action: 'signin_failed', about: by.id }]);
      return refuse('ACCESS_CREDENTIALS');
    }
    byAccount.succeed(name);
    // The failures of others' accounts stay: an account of one's own must not pay for guessing.
    takeBack();
    const secret = newSecret(kind);
    const expires = clock.now() + span;
    const opened = await store.write(openSession, {
      account: account.id,
      hash: account.hash,
      ...(verdict === 'stale' && { rehash: await passwords.hash(password) }),
      digest: digestOf(secret),
      expires,
      by: { ...by, name: account.name },
    });
    return isRefusal(opened) ? opened : { session: opened.id, account: account.id, secret, expires };
  };
}
