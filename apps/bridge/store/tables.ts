import { identity, type Id, type Migration, type Ms, type Tx } from '@posthouse/kernel';
import { sql, type Generated, type Kysely } from 'kysely';
import type { Evidence, JobState } from '../contract/states.ts';

export interface JobTable {
  id: Generated<Id>;
  client_id: string;
  state: JobState;
  queue: number;
  /** The mailbox item that carried it last; null while nothing became of it. */
  item_id: Id | null;
  attempt: number;
  preview: string;
  size: number;
  evidence: Evidence | null;
  error: string | null;
  created_at: Ms;
  sent_at: Ms | null;
  received_at: Ms | null;
  ended_at: Ms | null;
  expires_at: Ms | null;
}

export interface BridgeTables {
  bridge_job: JobTable;
}

export const tables = (tx: Tx): Kysely<BridgeTables> => tx.db<BridgeTables>();

export const bridgeMigrations: readonly Migration[] = [
  {
    name: '1-jobs',
    async up(db, dialect) {
      await sql`create table bridge_job (id ${identity(dialect)}, client_id text not null, state text not null,
        queue bigint not null, item_id bigint, attempt bigint not null, preview text not null, size bigint not null,
        evidence text, error text, created_at bigint not null, sent_at bigint, received_at bigint, ended_at bigint,
        expires_at bigint)`.execute(db);
      // Only what is open is looked for by station when it connects: few rows, whatever the history.
      await sql`create index bridge_job_open on bridge_job (client_id) where ended_at is null`.execute(db);
      await sql`create index bridge_job_station on bridge_job (client_id, id)`.execute(db);
      await sql`create index bridge_job_ended on bridge_job (ended_at)`.execute(db);
    },
  },
  {
    name: '2-uncertain',
    async up(db) {
      // Few, and looked for whenever a job changes while somebody watches.
      await sql`create index bridge_job_uncertain on bridge_job (id) where state = 'uncertain'`.execute(db);
    },
  },
];
