import { identity, type Id, type Migration, type Ms, type Tx } from '@posthouse/kernel';
import { sql, type Generated, type Kysely } from 'kysely';
import type { QuestionTables } from '../questions/index.ts';
import type { TaskTables } from '../store/tables.ts';

/** What is kept from: one exact group, one cluster, or all of a task's. */
export type KeepWhat = 'group' | 'cluster' | 'exact' | 'clusters';
/** Which question of a set stays. */
export const RULES = ['first', 'newest', 'with_analysis'] as const;
export type KeepRule = (typeof RULES)[number];
export type KeepState = 'running' | 'done' | 'undoing' | 'undone' | 'failed';

/** A deed that deleted duplicates; which ones is noted at the questions (`kept_by`). */
export interface KeepTable {
  id: Generated<Id>;
  task_id: Id;
  what: KeepWhat;
  /** The group or cluster; null for all. */
  target_id: Id | null;
  /** The question that stayed; null where a rule chose. */
  question_id: Id | null;
  rule: KeepRule | null;
  state: KeepState;
  /** Questions it deleted. */
  deleted: number;
  /** And how many of them came back when it was undone. */
  restored: number;
  by: string;
  created_at: Ms;
  undone_by: string | null;
  undone_at: Ms | null;
}

export interface ResultTables extends TaskTables, QuestionTables {
  tasks_keep: KeepTable;
}

export const resultTables = (tx: Tx): Kysely<ResultTables> => tx.db<ResultTables>();

export const resultMigrations: readonly Migration[] = [
  {
    name: '5-keeps',
    async up(db, dialect) {
      await sql`create table tasks_keep (id ${identity(dialect)}, task_id bigint not null, what text not null,
        target_id bigint, question_id bigint, rule text, state text not null, deleted bigint not null,
        restored bigint not null, by text not null, created_at bigint not null, undone_by text,
        undone_at bigint)`.execute(db);
      await sql`create index tasks_keep_of on tasks_keep (task_id, id)`.execute(db);
      await sql`create index tasks_keep_old on tasks_keep (created_at)`.execute(db);
    },
  },
];
