import { refuse, type Id, type Ms, type Op, type Refusal, type Tx } from '@posthouse/kernel';
import type { Selectable } from 'kysely';
import { tables, tell, type SessionTable } from '../tables.ts';
import { record, type Actor } from './audit.ts';

export type SessionRow = Selectable<SessionTable>;

/** Sessions of one account; signing in once more ends the oldest. */
const MOST_SESSIONS = 50;

export interface NewSession {
  readonly account: Id;
  /** The hash that the password was compared with: it must still be the account's. */
  readonly hash: string;
  /** The same password hashed at today's cost. */
  readonly rehash?: string;
  readonly digest: string;
  readonly expires: Ms;
  readonly by: Omit<Actor, 'roles'>;
}

export const openSession: Op<NewSession, { id: Id } | Refusal> = {
  name: 'access.session.open',
  async run(tx, { account, hash, rehash, digest, expires, by }) {
    const row = await tables(tx)
      .selectFrom('access_account')
      .select(['hash', 'disabled'])
      .where('id', '=', account)
      .executeTakeFirst();
    if (!row || row.hash !== hash) return refuse('ACCESS_CREDENTIALS');
    if (row.disabled === 1) return refuse('ACCESS_DISABLED');
    const { id } = await tables(tx)
      .insertInto('access_session')
      .values({
        account_id: account,
        digest,
        previous: null,
        address: by.address,
        agent: by.agent,
        created_at: tx.now,
        expires_at: expires,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await tables(tx)
      .updateTable('access_account')
      .set({ signed_in_at: tx.now, ...(rehash !== undefined && { hash: rehash }) })
      .where('id', '=', account)
      .execute();
    await endOldest(tx, account);
    await record(tx, { by, action: 'signin_user', about: `session/${id}` });
    return { id };
  },
};

/** A session and whose it is, by the digest of its cookie or by its number (an access token names it). */
export interface SessionHolder {
  readonly session: Id;
  readonly expires: Ms;
  readonly account: Id;
  readonly name: string;
  readonly role: string;
  readonly disabled: boolean;
}

export const findSession: Op<{ digest?: string; id?: Id }, SessionHolder | null> = {
  name: 'access.session.find',
  async run(tx, { digest, id }) {
    const row = await tables(tx)
      .selectFrom('access_session as session')
      .innerJoin('access_account as account', 'account.id', 'session.account_id')
      .select([
        'session.id as session',
        'session.expires_at as expires',
        'account.id as account',
        'account.name as name',
        'account.role as role',
        'account.disabled as disabled',
      ])
      .where((one) =>
        id === undefined ? one('session.digest', '=', digest ?? '') : one('session.id', '=', id),
      )
      .executeTakeFirst();
    return row ? { ...row, disabled: row.disabled === 1 } : null;
  },
};

/**
 * Exchanges a refresh token for the next one. A token that was exchanged before is in two hands: the session ends,
 * and neither can go on (RFC 9700 §4.14.2).
 */
export const rotateSession: Op<
  { digest: string; next: string; by: Omit<Actor, 'roles' | 'id' | 'name'> },
  { session: Id; account: Id } | { reused: true } | Refusal
> = {
  name: 'access.session.rotate',
  async run(tx, { digest, next, by }) {
    const sessions = tables(tx).selectFrom('access_session').selectAll();
    const reused = await sessions.where('previous', '=', digest).executeTakeFirst();
    if (reused) {
      await end(tx, [reused]);
      await record(tx, {
        by: { id: `user/${reused.account_id}`, name: '', ...by },
        action: 'refresh_token_reused',
        about: `session/${reused.id}`,
      });
      return { reused: true };
    }
    const session = await sessions.where('digest', '=', digest).executeTakeFirst();
    if (!session) return refuse('ACCESS_TOKEN_REVOKED');
    if (session.expires_at <= tx.now) return refuse('ACCESS_TOKEN_EXPIRED');
    await tables(tx)
      .updateTable('access_session')
      .set({ digest: next, previous: digest })
      .where('id', '=', session.id)
      .execute();
    return { session: session.id, account: session.account_id };
  },
};

export const listSessions: Op<{ account: Id }, readonly SessionRow[]> = {
  name: 'access.session.list',
  run: (tx, { account }) => sessionsOf(tx, account).orderBy('id', 'desc').execute(),
};

/** Ends one session of an account, or all of them. */
export const endSession: Op<{ account: Id; session: Id | 'all'; by: Actor }, null | Refusal> = {
  name: 'access.session.end',
  async run(tx, { account, session, by }) {
    const all = await sessionsOf(tx, account).execute();
    const ending = session === 'all' ? all : all.filter(({ id }) => id === session);
    if (session !== 'all' && ending.length === 0) return refuse('ACCESS_SESSION_UNKNOWN', { id: session });
    await end(tx, ending);
    const about = session === 'all' ? `user/${account}` : `session/${session}`;
    await record(tx, { by, action: 'signout_user', about });
    return null;
  },
};

/** Ends the sessions of an account but the one to `keep`; part of other ops. */
export async function endSessions(tx: Tx, account: Id, keep?: Id): Promise<void> {
  const all = await sessionsOf(tx, account).execute();
  await end(
    tx,
    all.filter(({ id }) => id !== keep),
  );
}

export const deleteSessionsBefore = async (tx: Tx, before: Ms, limit: number): Promise<number> => {
  const old = tables(tx)
    .selectFrom('access_session')
    .select('id')
    .where('expires_at', '<', before)
    .limit(limit);
  const { numDeletedRows } = await tables(tx)
    .deleteFrom('access_session')
    .where('id', 'in', old)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
};

async function endOldest(tx: Tx, account: Id): Promise<void> {
  const all = await sessionsOf(tx, account).orderBy('id', 'desc').execute();
  await end(tx, all.slice(MOST_SESSIONS));
}

async function end(tx: Tx, sessions: readonly SessionRow[]): Promise<void> {
  if (sessions.length === 0) return;
  const ids = sessions.map(({ id }) => id);
  await tables(tx).deleteFrom('access_session').where('id', 'in', ids).execute();
  for (const id of ids) await tell(tx, `session/${id}`, 'ended');
}

function sessionsOf(tx: Tx, account: Id) {
  return tables(tx).selectFrom('access_session').selectAll().where('account_id', '=', account);
}
