import type { Key, Ms, Op, Principal } from '@posthouse/kernel';
import { sql, type Kysely } from 'kysely';
import type { SessionTables } from './session-tables.ts';

/** JSON characters of missed events; whoever missed more begins anew, like everybody who was away too long. */
const MISSED_BOUND = 512 * 1024;

export interface Member {
  readonly room: string;
  readonly key: Key;
  /** The log's head when the room was joined: nothing up to here is owed. */
  readonly since: number;
}

export interface StoredSession {
  readonly sid: string;
  readonly lease: number;
  readonly principal: Principal | null;
  readonly members: readonly Member[];
}

/** Begins a session and says where its log stands, in one commit. */
export const openSession: Op<{ pid: string; sid: string; endpoint: string; log: string }, number> = {
  name: 'socketio.open',
  async run(tx, { pid, sid, endpoint, log }) {
    const db = tx.db<SessionTables>();
    await db
      .insertInto('socketio_session')
      .values({ pid, sid, endpoint, lease: 1, principal: null, closed_at: null })
      .execute();
    return headOf(db, log);
  },
};

/** Takes a session up again; null: unknown, expired, of another endpoint, or more was missed than is kept. */
export const restoreSession: Op<
  { pid: string; endpoint: string; log: string; seq: number; within: Ms },
  StoredSession | null
> = {
  name: 'socketio.restore',
  async run(tx, { pid, endpoint, log, seq, within }) {
    const db = tx.db<SessionTables>();
    const row = await db.selectFrom('socketio_session').selectAll().where('pid', '=', pid).executeTakeFirst();
    if (!row || row.endpoint !== endpoint) return null;
    if (row.closed_at !== null && row.closed_at + within <= tx.now) return null;
    if (!(await isWhole(db, log, seq)) || (await missedSize(db, pid, log, seq)) > MISSED_BOUND) return null;
    const members = await db
      .selectFrom('socketio_member')
      .select(['room', 'key', 'since'])
      .where('pid', '=', pid)
      .orderBy('since')
      .execute();
    const lease = row.lease + 1;
    await db.updateTable('socketio_session').set({ lease, closed_at: null }).where('pid', '=', pid).execute();
    const principal = row.principal === null ? null : (JSON.parse(row.principal) as Principal);
    return { sid: row.sid, lease, principal, members };
  },
};

/** Notes a membership before its join, with the log's head of that moment. */
export const rememberRoom: Op<
  { pid: string; room: string; key: Key; log: string; principal: Principal },
  void
> = {
  name: 'socketio.remember',
  async run(tx, { pid, room, key, log, principal }) {
    const db = tx.db<SessionTables>();
    await db
      .insertInto('socketio_member')
      .values({ pid, room, key, since: await headOf(db, log) })
      .onConflict((conflict) => conflict.columns(['pid', 'room', 'key']).doNothing())
      .execute();
    await db
      .updateTable('socketio_session')
      .set({ principal: JSON.stringify(principal) })
      .where('pid', '=', pid)
      .execute();
  },
};

export const forgetRoom: Op<{ pid: string; room: string; key: Key }, void> = {
  name: 'socketio.forget',
  async run(tx, { pid, room, key }) {
    await tx
      .db<SessionTables>()
      .deleteFrom('socketio_member')
      .where('pid', '=', pid)
      .where('room', '=', room)
      .where('key', '=', key)
      .execute();
  },
};

/** The connection with this lease is gone. `forGood`: its client will not come back to the session. */
export const closeSession: Op<{ pid: string; lease: number; forGood: boolean }, void> = {
  name: 'socketio.close',
  async run(tx, { pid, lease, forGood }) {
    const db = tx.db<SessionTables>();
    const changed = await db
      .updateTable('socketio_session')
      .set({ closed_at: tx.now })
      .where('pid', '=', pid)
      .where('lease', '=', lease)
      .executeTakeFirst();
    if (!forGood || Number(changed.numUpdatedRows) === 0) return;
    await db.deleteFrom('socketio_member').where('pid', '=', pid).execute();
    await db.deleteFrom('socketio_session').where('pid', '=', pid).execute();
  },
};

/** A hub that was killed closed nothing: the time to come back counts from the moment it is there again. */
export const adoptSessions: Op<{ endpoint: string }, void> = {
  name: 'socketio.adopt',
  async run(tx, { endpoint }) {
    await tx
      .db<SessionTables>()
      .updateTable('socketio_session')
      .set({ closed_at: tx.now })
      .where('endpoint', '=', endpoint)
      .where('closed_at', 'is', null)
      .execute();
  },
};

async function headOf(db: Kysely<SessionTables>, log: string): Promise<number> {
  const head = await db
    .selectFrom('log_head')
    .select('seq')
    .where('room', '=', log)
    .where('key', '=', '')
    .executeTakeFirst();
  return head?.seq ?? 0;
}

/** Whether everything after `seq` is still kept. A position ahead of the head belongs to a history we do not have. */
async function isWhole(db: Kysely<SessionTables>, log: string, seq: number): Promise<boolean> {
  const head = await headOf(db, log);
  if (seq >= head) return seq === head;
  const oldest = await db
    .selectFrom('log')
    .select((of) => of.fn.min('seq').as('seq'))
    .where('room', '=', log)
    .executeTakeFirst();
  return oldest?.seq !== undefined && oldest.seq !== null && oldest.seq <= seq + 1;
}

async function missedSize(db: Kysely<SessionTables>, pid: string, log: string, seq: number): Promise<number> {
  const missed = await db
    .selectFrom('log')
    .innerJoin('socketio_member as member', (join) =>
      join.onRef('member.room', '=', 'log.room').onRef('member.key', '=', 'log.key'),
    )
    .select(sql<number | string | null>`sum(length(log.message))`.as('size'))
    .where('member.pid', '=', pid)
    .where('log.room', '=', log)
    .where('log.seq', '>', seq)
    .executeTakeFirst();
  return Number(missed?.size ?? 0);
}
