import { isRefusal, refuse, type Clock, type Principal, type Refusal, type Store } from '@posthouse/kernel';
import { decodeProtectedHeader } from 'jose';
import type { ForeignTokens } from './foreign-tokens.ts';
import { findAccount } from './ops/accounts.ts';
import { findKey, touchKey } from './ops/keys.ts';
import { findMachine } from './ops/machines.ts';
import { findSession, type SessionHolder } from './ops/sessions.ts';
import { OWN, type OwnTokens } from './own-tokens.ts';
import { digestOf, secretKind } from './secrets.ts';

export interface CredentialsOptions {
  readonly store: Store;
  readonly clock: Pick<Clock, 'now'>;
  readonly own: OwnTokens;
  readonly foreign: ForeignTokens;
}

/** Answers remembered; beyond it all are asked for again. */
const BOUND = 10_000;
/** How often the use of a key is written down. */
const TOUCH = 600_000;

/**
 * Says whom a credential speaks for. Answers are remembered until a commit changes anything about access, so that a
 * request costs one hash and a lookup in memory.
 */
export class Credentials {
  readonly #options: CredentialsOptions;
  #known = new Map<string, Principal>();
  readonly #touched = new Map<number, number>();
  #generation = 0;

  constructor(options: CredentialsOptions) {
    this.#options = options;
  }

  /** A commit changed an account, a session, a key or a machine. */
  forget(): void {
    this.#generation++;
    this.#known.clear();
  }

  bySession(cookie: string): Promise<Principal | Refusal> {
    return this.#resolve(cookie, (digest) => this.#session(digest));
  }

  byToken(token: string): Promise<Principal | Refusal> {
    switch (secretKind(token)) {
      case 'phk':
        return this.#resolve(token, (digest) => this.#key(digest));
      case 'phm':
        return this.#resolve(token, (digest) => this.#machine(digest));
      // A cookie or a refresh token in the wrong place has leaked from where it belongs.
      case 'phs':
      case 'phr':
      case 'phc':
        return Promise.resolve(refuse('HUB_TOKEN_INVALID'));
      case null:
        return this.#resolve(token, () => this.#jwt(token));
    }
  }

  async #resolve(
    secret: string,
    ask: (digest: string) => Promise<Principal | Refusal>,
  ): Promise<Principal | Refusal> {
    const digest = digestOf(secret);
    let found: Principal | Refusal | undefined = this.#known.get(digest);
    while (found === undefined) {
      const generation = this.#generation;
      const answer = await ask(digest);
      // Taken back while we asked: ask again.
      if (generation === this.#generation) found = answer;
    }
    if (isRefusal(found)) return found;
    if (found.expires !== undefined && found.expires <= this.#options.clock.now()) {
      return refuse('ACCESS_TOKEN_EXPIRED');
    }
    if (this.#known.size >= BOUND) this.#known.clear();
    this.#known.set(digest, found);
    return found;
  }

  async #session(digest: string): Promise<Principal | Refusal> {
    const holder = await this.#options.store.read(findSession, { digest });
    return holder ? principalOf(holder) : refuse('ACCESS_TOKEN_REVOKED');
  }

  async #key(digest: string): Promise<Principal | Refusal> {
    const key = await this.#options.store.read(findKey, { digest });
    if (!key) return refuse('HUB_TOKEN_INVALID');
    if (key.revoked_at !== null) return refuse('ACCESS_TOKEN_REVOKED');
    this.#touch(key.id);
    return {
      id: `key/${key.id}`,
      name: key.name,
      roles: key.scopes.map((scope) => `can:${scope}`),
      anonymous: false,
      via: `key/${key.id}`,
      ...(key.expires_at !== null && { expires: key.expires_at }),
    };
  }

  async #machine(digest: string): Promise<Principal | Refusal> {
    const machine = await this.#options.store.read(findMachine, { digest });
    if (!machine) return refuse('HUB_TOKEN_INVALID');
    if (machine.state === 'revoked') return refuse('ACCESS_TOKEN_REVOKED');
    const id = `machine/${machine.id}`;
    return {
      id,
      name: machine.name,
      roles: [machine.kind],
      anonymous: false,
      via: id,
      ...(machine.only && { only: machine.only }),
    };
  }

  async #jwt(token: string): Promise<Principal | Refusal> {
    const kid = keyNameOf(token);
    if (kid === undefined) return refuse('HUB_TOKEN_INVALID');
    if (kid !== OWN) return this.#options.foreign(token);
    const verified = await this.#options.own.verify(token);
    if (isRefusal(verified)) return verified;
    const { store } = this.#options;
    const holder = await store.read(findSession, { id: verified.session });
    if (holder) return principalOf({ ...holder, expires: Math.min(holder.expires, verified.expires) });
    const account = await store.read(findAccount, { id: verified.account });
    return refuse(account ? 'ACCESS_TOKEN_REVOKED' : 'ACCESS_ACCOUNT_GONE');
  }

  /** A failure changes nothing for the caller: the next use writes it. */
  #touch(id: number): void {
    const { clock, store } = this.#options;
    const now = clock.now();
    if (now - (this.#touched.get(id) ?? 0) < TOUCH) return;
    if (this.#touched.size >= BOUND) this.#touched.clear();
    this.#touched.set(id, now);
    store.write(touchKey, { id }).catch(() => this.#touched.delete(id));
  }
}

function principalOf({
  session,
  account,
  name,
  role,
  disabled,
  expires,
}: SessionHolder): Principal | Refusal {
  if (disabled) return refuse('ACCESS_DISABLED');
  return {
    id: `user/${account}`,
    name,
    roles: [role],
    anonymous: false,
    expires,
    via: `session/${session}`,
  };
}

/** null: a JWT that names no key; undefined: no JWT at all. */
function keyNameOf(token: string): string | null | undefined {
  if (!/^[\w-]+\.[\w-]+\.[\w-]*$/.test(token)) return undefined;
  try {
    return decodeProtectedHeader(token).kid ?? null;
  } catch {
    return undefined;
  }
}
