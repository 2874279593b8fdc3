import { identity, type Id, type Migration, type Ms, type Tx } from '@posthouse/kernel';
import { sql, type Generated, type Kysely } from 'kysely';

/** A question of the bank: the columns of the old `teach_question` (contract §7), and ours. */
export interface QuestionTable {
  question_id: Id;
  subject_id: number | null;
  subject_name: string | null;
  chapter_id: number | null;
  subject_type: string | null;
  subject_type_name: string | null;
  /** HTML. */
  content: string;
  content_detail: string | null;
  type: string;
  analysis: string | null;
  attr: string | null;
  sort: number;
  remark: string | null;
  channel_code: string;
  create_time: Ms | null;
  /** 1: deleted, and can be restored. */
  is_del: number;
  /** The deed of keeping another one that deleted it. */
  kept_by: Id | null;
  /** When it, its answer or its options last changed. */
  updated_at: Ms;
}

/** Which of the old answer tables a row stands for; `8` is `teach_ans_calcparent` and its value `type2`. */
export type AnswerKind = '1' | '2' | '3' | '4' | '8';

/** The old answer tables in one. Found by question and channel, like theirs. */
export interface AnswerTable {
  question_id: Id;
  kind: AnswerKind;
  channel_code: string;
  value: string | null;
}

/** Options of questions (`1`, `2`; child 0) and of the entries of type 8 (`calc`). */
export interface OptionTable {
  question_id: Id;
  channel_code: string;
  kind: '1' | '2' | 'calc';
  child_id: Id;
  label: string;
  content: string;
  seq: number;
}

/** The parts of a question of type 8; `calc` and `blank` are two tables of old, with ids of their own. */
export interface SubquestionTable {
  kind: 'calc' | 'blank';
  child_id: Id;
  question_id: Id;
  channel_code: string;
  type: string;
  content: string;
  sort: number;
  answer_content: string | null;
  option_true: string | null;
  analysis: string | null;
}

export interface ImportTable {
  id: Generated<Id>;
  name: string;
  state: 'uploading' | 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  /** JSON: format, table, encoding, and what a file leaves out. */
  plan: string;
  /** What the file turned out to be written in; null while it arrives. */
  encoding: string | null;
  bytes: number;
  chunks: number;
  /** Records behind us, of both kinds. */
  records: number;
  accepted: number;
  rejected: number;
  /** Bytes behind us, about. */
  position: number;
  /** A registry's code, */
  error: string | null;
  /** and what its words are filled with, JSON. */
  error_detail: Generated<string | null>;
  by: string;
  created_at: Ms;
  ended_at: Ms | null;
}

/** A file on its way into the bank: it is stored as it arrives, and gone when it has been read. */
export interface ImportChunkTable {
  import_id: Id;
  seq: number;
  bytes: Uint8Array;
}

export interface ImportRejectTable {
  import_id: Id;
  line: number;
  code: string;
  /** JSON. */
  detail: string | null;
}

export interface QuestionTables {
  tasks_question: QuestionTable;
  tasks_answer: AnswerTable;
  tasks_option: OptionTable;
  tasks_subquestion: SubquestionTable;
  /** The next free ids, by table: never given twice, also when a file brings ids of its own. */
  tasks_number: { name: string; next: number };
  tasks_import: ImportTable;
  tasks_import_chunk: ImportChunkTable;
  tasks_import_reject: ImportRejectTable;
}

export const questionTables = (tx: Tx): Kysely<QuestionTables> => tx.db<QuestionTables>();

export const questionMigrations: readonly Migration[] = [
  {
    name: '3-questions',
    async up(db, dialect) {
      // In SQLite only this word makes the id the row's own number.
      const key = dialect === 'sqlite' ? sql`integer primary key` : sql`bigint primary key`;
      await sql`create table tasks_question (question_id ${key}, subject_id bigint, subject_name text,
        chapter_id bigint, subject_type text, subject_type_name text, content text not null, content_detail text,
        type text not null, analysis text, attr text, sort bigint not null, remark text,
        channel_code text not null, create_time bigint, is_del bigint not null, kept_by bigint,
        updated_at bigint not null)`.execute(db);
      await sql`create index tasks_question_group on tasks_question
        (type, channel_code, subject_id, is_del, question_id)`.execute(db);
      await sql`create index tasks_question_listed on tasks_question (type, is_del, sort, question_id)`.execute(
        db,
      );
      await sql`create index tasks_question_sorted on tasks_question (is_del, sort, question_id)`.execute(db);
      await sql`create index tasks_question_kept on tasks_question (kept_by) where kept_by is not null`.execute(
        db,
      );
      await sql`create table tasks_answer (question_id bigint not null, kind text not null,
        channel_code text not null, value text, primary key (question_id, kind))`.execute(db);
      await sql`create table tasks_option (question_id bigint not null, channel_code text not null,
        kind text not null, child_id bigint not null, label text not null, content text not null,
        seq bigint not null, primary key (question_id, kind, child_id, channel_code, label))`.execute(db);
      await sql`create table tasks_subquestion (kind text not null, child_id bigint not null,
        question_id bigint not null, channel_code text not null, type text not null, content text not null,
        sort bigint not null, answer_content text, option_true text, analysis text,
        primary key (kind, child_id))`.execute(db);
      await sql`create index tasks_subquestion_of on tasks_subquestion (question_id)`.execute(db);
      await sql`create table tasks_number (name text primary key, next bigint not null)`.execute(db);
    },
  },
  {
    name: '4-imports',
    async up(db, dialect) {
      const bytes = dialect === 'sqlite' ? sql`blob` : sql`bytea`;
      await sql`create table tasks_import (id ${identity(dialect)}, name text not null, state text not null,
        plan text not null, encoding text, bytes bigint not null, chunks bigint not null,
        records bigint not null, accepted bigint not null, rejected bigint not null, position bigint not null,
        error text, by text not null, created_at bigint not null, ended_at bigint)`.execute(db);
      await sql`create index tasks_import_ended on tasks_import (ended_at)`.execute(db);
      await sql`create table tasks_import_chunk (import_id bigint not null, seq bigint not null,
        bytes ${bytes} not null, primary key (import_id, seq))`.execute(db);
      await sql`create table tasks_import_reject (import_id bigint not null, line bigint not null,
        code text not null, detail text, primary key (import_id, line))`.execute(db);
    },
  },
  {
    name: '8-import-reasons',
    async up(db) {
      await sql`alter table tasks_import add column error_detail text`.execute(db);
    },
  },
];
