import { identity, type Id, type Migration, type Ms, type Tx } from '@posthouse/kernel';
import { sql, type Generated, type Kysely } from 'kysely';
import type { AnalysisType, TaskStatus, Verdict } from '../contract/states.ts';

export interface TaskTable {
  id: Generated<Id>;
  name: string;
  status: TaskStatus;
  analysis_type: AnalysisType;
  /** JSON as the client sent it, checked; null: the defaults. */
  config: string | null;
  total_groups: number;
  processed_groups: number;
  /** How much of the group in work is done, in ten-thousandths; it is never less than it was said to be. */
  group_share: Generated<number>;
  total_questions: number;
  exact_duplicate_groups: number;
  exact_duplicate_pairs: number;
  similar_duplicate_pairs: number;
  started_at: Ms | null;
  /** When this run began to read the bank: what changed later is new to the next incremental task. */
  run_at: Ms | null;
  paused_at: Ms | null;
  completed_at: Ms | null;
  /** A registry's code; its text is made when it is shown. */
  error: string | null;
  created_at: Ms;
  updated_at: Ms;
}

/** Where a result was found: the group of questions that were compared with each other. */
export interface Place {
  type: string;
  subject_id: number | null;
  subject_name: string | null;
  channel_code: string;
}

/** One group of a task's plan, in the order of work; `n` from 0. Its counts are those of its results. */
export interface PartTable extends Place {
  task_id: Id;
  n: number;
  questions: number;
  exact_groups: Generated<number>;
  exact_pairs: Generated<number>;
  similar_pairs: Generated<number>;
  /** Pairs of both verdicts beyond what is kept of one group, the least similar ones. */
  left_out: Generated<number>;
}

/** Questions that say the same. */
export interface ExactGroupTable extends Place {
  id: Generated<Id>;
  task_id: Id;
  /** The plan's group it was found in. */
  part: number;
  /** MD5 hex. */
  content_hash: string;
  question_count: number;
  detected_at: Ms;
}

export interface ExactItemTable {
  group_id: Id;
  question_id: number;
}

/** Two questions that are nearly alike; `question_id_1` is the smaller one. */
export interface PairTable extends Place {
  id: Generated<Id>;
  task_id: Id;
  part: number;
  question_id_1: number;
  question_id_2: number;
  /** In ten-thousandths: 8182 is 0.8182. */
  similarity: number;
  verdict: Verdict;
  /** Why a variant is none: reason codes of the engine, comma-separated; null for `similar`. */
  reason: string | null;
  detected_at: Ms;
}

/** Duplicates that hang together, exact and similar, around the one that stands for them. */
export interface ClusterTable extends Place {
  id: Generated<Id>;
  task_id: Id;
  part: number;
  representative: number;
  question_count: number;
}

export interface ClusterItemTable {
  cluster_id: Id;
  question_id: number;
}

export interface TaskTables {
  tasks_task: TaskTable;
  tasks_part: PartTable;
  tasks_exact_group: ExactGroupTable;
  tasks_exact_item: ExactItemTable;
  tasks_pair: PairTable;
  tasks_cluster: ClusterTable;
  tasks_cluster_item: ClusterItemTable;
}

/** The tables of tasks and of what they find. */
export function tables(tx: Tx): Kysely<TaskTables> {
  return tx.db<TaskTables>();
}

const place = sql`type text not null, subject_id bigint, subject_name text, channel_code text not null`;

export const taskMigrations: readonly Migration[] = [
  {
    name: '1-tasks',
    async up(db, dialect) {
      await sql`create table tasks_task (id ${identity(dialect)}, name text not null, status text not null,
        analysis_type text not null, config text,
        total_groups bigint not null default 0, processed_groups bigint not null default 0,
        total_questions bigint not null default 0, exact_duplicate_groups bigint not null default 0,
        exact_duplicate_pairs bigint not null default 0, similar_duplicate_pairs bigint not null default 0,
        started_at bigint, run_at bigint, paused_at bigint, completed_at bigint, error text,
        created_at bigint not null, updated_at bigint not null)`.execute(db);
      await sql`create index tasks_task_newest on tasks_task (created_at, id)`.execute(db);
      await sql`create index tasks_task_status on tasks_task (status, created_at, id)`.execute(db);
      await sql`create table tasks_part (task_id bigint not null, n bigint not null, ${place},
        questions bigint not null, exact_groups bigint not null default 0, exact_pairs bigint not null default 0,
        similar_pairs bigint not null default 0, left_out bigint not null default 0,
        primary key (task_id, n))`.execute(db);
    },
  },
  {
    name: '2-results',
    async up(db, dialect) {
      await sql`create table tasks_exact_group (id ${identity(dialect)}, task_id bigint not null,
        part bigint not null, content_hash text not null, question_count bigint not null, ${place},
        detected_at bigint not null)`.execute(db);
      await sql`create index tasks_exact_group_newest on tasks_exact_group (task_id, detected_at, id)`.execute(
        db,
      );
      await sql`create index tasks_exact_group_part on tasks_exact_group (task_id, part)`.execute(db);
      await sql`create table tasks_exact_item (group_id bigint not null, question_id bigint not null,
        primary key (group_id, question_id))`.execute(db);
      await sql`create table tasks_pair (id ${identity(dialect)}, task_id bigint not null,
        part bigint not null, question_id_1 bigint not null, question_id_2 bigint not null,
        similarity bigint not null, verdict text not null, reason text, ${place},
        detected_at bigint not null)`.execute(db);
      await sql`create unique index tasks_pair_once on tasks_pair (task_id, question_id_1, question_id_2)`.execute(
        db,
      );
      await sql`create index tasks_pair_second on tasks_pair (task_id, question_id_2)`.execute(db);
      await sql`create index tasks_pair_nearest on tasks_pair (task_id, verdict, similarity, id)`.execute(db);
      await sql`create index tasks_pair_part on tasks_pair (task_id, part)`.execute(db);
      await sql`create table tasks_cluster (id ${identity(dialect)}, task_id bigint not null,
        part bigint not null, representative bigint not null, question_count bigint not null, ${place})`.execute(
        db,
      );
      await sql`create index tasks_cluster_part on tasks_cluster (task_id, part)`.execute(db);
      await sql`create table tasks_cluster_item (cluster_id bigint not null, question_id bigint not null,
        primary key (cluster_id, question_id))`.execute(db);
    },
  },
  {
    name: '7-group-share',
    async up(db) {
      await sql`alter table tasks_task add column group_share bigint not null default 0`.execute(db);
    },
  },
];
