import { isRefusal, refuse, type Id, type Op, type Refusal, type Tx } from '@posthouse/kernel';
import type { Selectable } from 'kysely';
import { loginOf, mayGive } from '../rules.ts';
import { tables, tell, type AccountTable } from '../tables.ts';
import { record, type Actor } from './audit.ts';
import { revokeKeysOf } from './keys.ts';
import { endSessions } from './sessions.ts';

/** An account as anybody may be shown it: without its hash. */
export type Account = Omit<Selectable<AccountTable>, 'hash'>;

export interface NewAccount {
  readonly name: string;
  readonly email: string | null;
  readonly fullName: string | null;
  readonly role: string;
  readonly hash: string;
  readonly by: Actor;
  /** Only while there is no account at all: the owner. */
  readonly first: boolean;
}

export const createAccount: Op<NewAccount, Account | Refusal> = {
  name: 'access.account.create',
  async run(tx, { name, email, fullName, role, hash, by, first }) {
    if (first ? (await count(tx)) > 0 : !mayGive(by.roles, role)) {
      return refuse(first ? 'ACCESS_OWNER_EXISTS' : 'ACCESS_BEYOND', { role });
    }
    const taken = await takenBy(tx, loginOf(name), email, null);
    if (taken) return taken;
    const account = await tables(tx)
      .insertInto('access_account')
      .values({
        name,
        login: loginOf(name),
        email: email === null ? null : loginOf(email),
        full_name: fullName,
        role,
        hash,
        disabled: 0,
        created_at: tx.now,
        updated_at: tx.now,
        signed_in_at: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await record(tx, { by, action: 'create_user', about: `user/${account.id}`, detail: { name, role } });
    await tell(tx, `user/${account.id}`, 'new');
    return toAccount(account);
  },
};

export interface AccountChange {
  readonly id: Id;
  readonly name?: string;
  readonly email?: string | null;
  readonly fullName?: string | null;
  readonly role?: string;
  readonly disabled?: boolean;
  readonly hash?: string;
  readonly by: Actor;
  /** The session that stays signed in through a change of one's own password. */
  readonly keep?: Id;
}

/** A new password or a disabled account ends its sessions; a new role sends its peers to come back with it. */
export const changeAccount: Op<AccountChange, Account | Refusal> = {
  name: 'access.account.change',
  async run(tx, change) {
    const { id, by, name, email, role, disabled, hash } = change;
    const account = await changeable(tx, id, by);
    if (isRefusal(account)) return account;
    const self = by.id === `user/${id}`;
    if (role !== undefined && role !== account.role) {
      if (!mayGive(by.roles, role)) return refuse('ACCESS_BEYOND', { role });
      if (self) return refuse('ACCESS_ONESELF');
    }
    if (disabled === true && self) return refuse('ACCESS_ONESELF');
    const steppedDown = disabled === true || (role !== undefined && role !== 'owner');
    if (account.role === 'owner' && steppedDown && (await owners(tx)) <= 1)
      return refuse('ACCESS_LAST_OWNER');
    const taken = await takenBy(tx, name === undefined ? null : loginOf(name), email ?? null, id);
    if (taken) return taken;
    const changed = await tables(tx)
      .updateTable('access_account')
      .set({
        updated_at: tx.now,
        ...(name !== undefined && { name, login: loginOf(name) }),
        ...(email !== undefined && { email: email === null ? null : loginOf(email) }),
        ...(change.fullName !== undefined && { full_name: change.fullName }),
        ...(role !== undefined && { role }),
        ...(disabled !== undefined && { disabled: disabled ? 1 : 0 }),
        ...(hash !== undefined && { hash }),
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await record(tx, {
      by,
      action: self ? 'update_user_profile' : 'update_user',
      about: `user/${id}`,
      detail: { name, role, disabled, password: hash === undefined ? undefined : 'changed' },
    });
    if (hash !== undefined || disabled === true) await endSessions(tx, id, change.keep);
    const changedRights = changed.role !== account.role || changed.name !== account.name;
    await tell(tx, `user/${id}`, disabled === true ? 'ended' : changedRights ? 'changed' : 'new');
    return toAccount(changed);
  },
};

/** The account, everything it signed in with and the keys it made; its deeds stay in the log. */
export const deleteAccount: Op<{ id: Id; by: Actor }, null | Refusal> = {
  name: 'access.account.delete',
  async run(tx, { id, by }) {
    if (by.id === `user/${id}`) return refuse('ACCESS_ONESELF');
    const account = await changeable(tx, id, by);
    if (isRefusal(account)) return account;
    if (account.role === 'owner' && (await owners(tx)) <= 1) return refuse('ACCESS_LAST_OWNER');
    await endSessions(tx, id);
    await revokeKeysOf(tx, `user/${id}`, by);
    await tables(tx).deleteFrom('access_account').where('id', '=', id).execute();
    await record(tx, { by, action: 'delete_user', about: `user/${id}`, detail: { name: account.name } });
    await tell(tx, `user/${id}`, 'ended');
    return null;
  },
};

export const listAccounts: Op<null, readonly Account[]> = {
  name: 'access.account.list',
  async run(tx) {
    const rows = await tables(tx)
      .selectFrom('access_account')
      .selectAll()
      .orderBy('id')
      .limit(10_000)
      .execute();
    return rows.map(toAccount);
  },
};

/** With its hash: for the main thread, which compares it. */
export const findAccount: Op<{ login?: string; id?: Id }, Selectable<AccountTable> | null> = {
  name: 'access.account.find',
  async run(tx, { login, id }) {
    const accounts = tables(tx).selectFrom('access_account').selectAll();
    const found =
      id === undefined
        ? accounts.where((either) =>
            either.or([either('login', '=', login ?? ''), either('email', '=', login ?? '')]),
          )
        : accounts.where('id', '=', id);
    return (await found.executeTakeFirst()) ?? null;
  },
};

export const countAccounts: Op<null, number> = { name: 'access.account.count', run: count };

function toAccount(row: Selectable<AccountTable>): Account {
  const { hash, ...account } = row;
  void hash;
  return account;
}

async function count(tx: Tx): Promise<number> {
  const row = await tables(tx)
    .selectFrom('access_account')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}

async function owners(tx: Tx): Promise<number> {
  const row = await tables(tx)
    .selectFrom('access_account')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('role', '=', 'owner')
    .where('disabled', '=', 0)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** The account, if it is one's own or within one's reach. */
async function changeable(tx: Tx, id: Id, by: Actor): Promise<Selectable<AccountTable> | Refusal> {
  await tx.lock('access_account', id);
  const account = await tables(tx)
    .selectFrom('access_account')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (!account) return refuse('ACCESS_ACCOUNT_UNKNOWN', { id });
  return by.id === `user/${id}` || mayGive(by.roles, account.role)
    ? account
    : refuse('ACCESS_BEYOND', { role: account.role });
}

/** A name may not be another one's e-mail address either: both are typed into the same box. */
async function takenBy(tx: Tx, login: string | null, email: string | null, self: Id | null) {
  const words = [login, email === null ? null : loginOf(email)].filter((word) => word !== null);
  if (words.length === 0) return null;
  const other = await tables(tx)
    .selectFrom('access_account')
    .select('id')
    .where((either) => either.or([either('login', 'in', words), either('email', 'in', words)]))
    .where('id', '<>', self ?? 0)
    .executeTakeFirst();
  return other ? refuse('ACCESS_NAME_TAKEN') : null;
}
