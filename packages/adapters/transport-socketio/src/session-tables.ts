import type { Migration, Ms, Retention, Tx } from '@posthouse/kernel';
import { sql, type Kysely } from 'kysely';

export interface SessionTables {
  socketio_session: {
    pid: string;
    sid: string;
    endpoint: string;
    /** Grows with each resumption, so that the end of an older connection does not end the session. */
    lease: number;
    /** JSON of the Principal that last joined a room. */
    principal: string | null;
    /** null while connected. */
    closed_at: number | null;
  };
  socketio_member: { pid: string; room: string; key: string; since: number };
  /** The kernel's, read only. */
  log_head: { room: string; key: string; seq: number };
  log: { room: string; key: string; seq: number; message: string };
}

export const sessionMigrations: readonly Migration[] = [
  {
    name: '1-sessions',
    async up(db: Kysely<unknown>) {
      await sql`create table socketio_session (
        pid text primary key, sid text not null, endpoint text not null, lease bigint not null,
        principal text, closed_at bigint)`.execute(db);
      await sql`create index socketio_session_closed on socketio_session (closed_at)
        where closed_at is not null`.execute(db);
      await sql`create table socketio_member (
        pid text not null, room text not null, key text not null, since bigint not null,
        primary key (pid, room, key))`.execute(db);
    },
  },
];

/** Ended sessions go when nobody may resume them any more. */
export function sessionRetention(keep: Ms): Retention {
  return {
    table: 'socketio_session',
    what: {
      zh: '已断开、不可再恢复的 Socket.IO 会话',
      en: 'Socket.IO sessions that ended and can resume no more',
    },
    keep,
    prune: pruneSessions,
  };
}

async function pruneSessions(tx: Tx, before: Ms, limit: number): Promise<number> {
  const db = tx.db<SessionTables>();
  const old = await db
    .selectFrom('socketio_session')
    .select('pid')
    .where('closed_at', '<', before)
    .limit(limit)
    .execute();
  if (old.length === 0) return 0;
  const pids = old.map((row) => row.pid);
  await db.deleteFrom('socketio_member').where('pid', 'in', pids).execute();
  await db.deleteFrom('socketio_session').where('pid', 'in', pids).execute();
  return old.length;
}
