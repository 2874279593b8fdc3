import { identity, type Ending, type Id, type Migration, type Ms, type Tx } from '@posthouse/kernel';
import { sql, type Generated, type Kysely } from 'kysely';

/** `accepted`: on disk here, nothing written; `writing`: byte one may have left; `over`: it has an end. */
export type PaperState = 'accepted' | 'writing' | 'over';

export interface PaperTable {
  id: Generated<Id>;
  printer: string;
  epoch: string;
  job: number;
  copy: number;
  attempt: number;
  /** The hub's name for it. */
  item: string;
  /** Of what is on it; empty for papers of before it was kept. */
  digest: string;
  /** This kernel's item; another one after each try that failed before byte one. */
  local: Id;
  state: PaperState;
  how: Ending | null;
  report: string | null;
  accepted_at: Ms;
  over_at: Ms | null;
  /** 1: the hub has it on disk, or can never have it. */
  recorded: number;
}

export interface PrinterTable {
  printer: string;
  /** What it was found to confirm. */
  confirm: string;
}

interface JournalTables {
  agent_paper: PaperTable;
  agent_printer: PrinterTable;
}

export const tables = (tx: Tx): Kysely<JournalTables> => tx.db<JournalTables>();

export const journalMigrations: readonly Migration[] = [
  {
    name: '1-journal',
    async up(db, dialect) {
      await sql`create table agent_paper (id ${identity(dialect)}, printer text not null, epoch text not null,
        job bigint not null, copy bigint not null, attempt bigint not null, item text not null,
        local bigint not null, state text not null, how text, report text, accepted_at bigint not null,
        over_at bigint, recorded bigint not null, unique (epoch, job, copy, attempt))`.execute(db);
      await sql`create index agent_paper_open on agent_paper (state, recorded)`.execute(db);
      await sql`create table agent_printer (printer text primary key, confirm text not null)`.execute(db);
    },
  },
  {
    name: '2-digest',
    async up(db) {
      await sql`alter table agent_paper add column digest text not null default ''`.execute(db);
      await sql`create index agent_paper_job on agent_paper (job, copy)`.execute(db);
    },
  },
];
