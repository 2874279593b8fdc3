import { type Id, type Migration, type Ms, type Tx } from '@posthouse/kernel';
import { sql, type Kysely, type Selectable } from 'kysely';
import type { VerificationType } from '../contract/states.ts';
import type { TaskTables } from '../store/tables.ts';

/** The last second verification of a task. */
export interface VerificationTable {
  task_id: Id;
  state: 'running' | 'done' | 'failed';
  type: VerificationType;
  /** 1: then the task is to be run again. */
  reset: number;
  /** Pairs that it looks at, */
  total: number;
  /** has looked at, */
  seen: number;
  /** and has taken away. */
  filtered: number;
  /** A registry's code. */
  error: string | null;
  by: string;
  created_at: Ms;
  ended_at: Ms | null;
}

export type VerificationRow = Selectable<VerificationTable>;

export interface VerifyTables extends TaskTables {
  tasks_verification: VerificationTable;
}

export const verifyTables = (tx: Tx): Kysely<VerifyTables> => tx.db<VerifyTables>();

export const verifyMigrations: readonly Migration[] = [
  {
    name: '6-verifications',
    async up(db) {
      await sql`create table tasks_verification (task_id bigint primary key, state text not null, type text not null,
        reset bigint not null, total bigint not null, seen bigint not null, filtered bigint not null, error text,
        by text not null, created_at bigint not null, ended_at bigint)`.execute(db);
    },
  },
];

export async function findVerification(tx: Tx, task: Id): Promise<VerificationRow | undefined> {
  return verifyTables(tx)
    .selectFrom('tasks_verification')
    .selectAll()
    .where('task_id', '=', task)
    .executeTakeFirst();
}

export function changeVerification(
  tx: Tx,
  task: Id,
  values: Partial<VerificationTable>,
): Promise<VerificationRow> {
  return verifyTables(tx)
    .updateTable('tasks_verification')
    .set(values)
    .where('task_id', '=', task)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** How far it is, for those who watch; undefined: none is under way. */
export const verifyingOf = (row: VerificationRow | undefined) =>
  row?.state === 'running'
    ? { total_pairs: row.total, seen_pairs: row.seen, filtered_pairs: row.filtered }
    : undefined;
