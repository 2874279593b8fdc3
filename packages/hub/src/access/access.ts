import { randomBytes } from 'node:crypto';
import {
  CodedError,
  type Clock,
  type Log,
  type Permission,
  type Peers,
  type Principal,
  type Random,
  type Refusal,
  type Store,
} from '@posthouse/kernel';
import { knownRoles } from '../auth/roles.ts';
import type { RequestDeed } from '../http/deed.ts';
import type { AccessConfig } from './config.ts';
import { Credentials } from './credentials.ts';
import { createForeignTokens, jwtFault } from './foreign-tokens.ts';
import { watchRights } from './live-rights.ts';
import { countAccounts } from './ops/accounts.ts';
import { keepSecret } from './ops/secret.ts';
import { createOwnTokens, type OwnTokens } from './own-tokens.ts';
import { createPasswords, type Passwords, type ScryptCost } from './passwords.ts';
import { ACCOUNT_ROLES } from './permissions.ts';
import { digestOf, newSecret } from './secrets.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import type { AccessChange } from './tables.ts';
import { createTrail } from './trail.ts';
import { Tries } from './tries.ts';

export interface AccessOptions {
  readonly config: AccessConfig;
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly fetch: typeof fetch;
  /** Of all apps: what roles and scopes there are. */
  readonly permissions: readonly Permission[];
  /** Lower in tests. */
  readonly cost?: ScryptCost;
}

/** What lives in the main thread of access. */
export interface Access {
  readonly config: AccessConfig;
  readonly permissions: readonly Permission[];
  /** Roles that an account may be given. */
  readonly roles: readonly string[];
  readonly signIn: SignIn;
  readonly passwords: Passwords;
  readonly own: OwnTokens;
  /** Claim codes typed wrong, by address. */
  readonly claims: Tries;
  /** Writes down what a request changed; access's own routes write their own lines, in their own commits. */
  readonly onDeed: (deed: RequestDeed) => void;
  /** A token of the owner's for this run of the hub (`leaveControl`). */
  readonly control: string;
  /** Whether there is any account. */
  hasAccounts(): boolean;
  bySession(cookie: string): Promise<Principal | Refusal>;
  byToken(token: string): Promise<Principal | Refusal>;
  /** From now on, changes take effect on these. */
  watch(peers: Pick<Peers, 'list'>): void;
  stop(): Promise<void>;
}

/** Whoever may read the data folder. */
const CONTROL: Principal = {
  id: 'console',
  name: 'posthouse user',
  roles: ['owner'],
  anonymous: false,
};

const FIFTEEN_MINUTES = 900_000;

/** Throws HUB_CONFIG_INVALID when the settings of the JWTs cannot work. */
export async function createAccess(options: AccessOptions): Promise<Access> {
  const { config, store, clock, random, log, permissions } = options;
  const fault = jwtFault(config.jwt);
  if (fault !== null) throw new CodedError('HUB_CONFIG_INVALID', { faults: [fault] });

  const key = await store.write(keepSecret, { name: 'jwt', value: randomBytes(32).toString('base64url') });
  const own = createOwnTokens(Buffer.from(key, 'base64url'), clock);
  const foreign = createForeignTokens({ config: config.jwt, clock, fetch: options.fetch });
  const credentials = new Credentials({ store, clock, own, foreign });
  const passwords = createPasswords(options.cost);
  const trail = createTrail({ store, clock, log });
  const control = newSecret('phc');
  const controlDigest = digestOf(control);
  let accounts = (await store.read(countAccounts, null)) > 0;
  const stops: (() => void)[] = [];
  const changed = (changes: readonly AccessChange[]) => {
    credentials.forget();
    // Only the first account changes the answer: the last owner cannot be deleted.
    accounts ||= changes.some(({ subject }) => subject.startsWith('user/'));
  };

  return {
    config,
    permissions,
    roles: [...new Set([...ACCOUNT_ROLES, ...knownRoles(permissions)])].sort(),
    passwords,
    control,
    own,
    onDeed({ principal, owner, route, path, address, agent }) {
      if (owner === 'access') return;
      const by = { id: principal.id, name: principal.name ?? principal.id, address, agent };
      trail.add({ by, action: route, about: path });
    },
    claims: new Tries({ clock, free: 5, longest: FIFTEEN_MINUTES }),
    signIn: createSignIn({
      store,
      clock,
      passwords,
      // A stranger can make an account wait, so not for long: one try a minute guesses nothing.
      byAccount: new Tries({ clock, free: 5, longest: 60_000 }),
      byAddress: new Tries({ clock, free: 20, longest: FIFTEEN_MINUTES }),
      span: config.session,
    }),
    hasAccounts: () => accounts,
    bySession: (cookie) => credentials.bySession(cookie),
    byToken: async (token) => (digestOf(token) === controlDigest ? CONTROL : credentials.byToken(token)),
    watch: (peers) => void stops.push(watchRights({ store, peers, random, changed })),
    async stop() {
      for (const stop of stops) stop();
      await trail.stop();
    },
  };
}
