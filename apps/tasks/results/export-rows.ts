import type { Id, Op, Tx } from '@posthouse/kernel';
import { sql } from 'kysely';
import { readable } from '../dedup/index.ts';
import { questionsById } from '../questions/index.ts';
import type { Place } from '../store/tables.ts';
import { membersOf, type SetTable } from './found.ts';
import { shareOf } from './shapes.ts';
import { resultTables } from './tables.ts';

export const EXPORTS = ['groups', 'pairs', 'clusters'] as const;
export type ExportWhat = (typeof EXPORTS)[number];

/** The last row of a page: where the next begins. */
export interface Mark {
  readonly part: number;
  readonly id: Id;
}

/** One line of a file, before it gets words. */
export interface ExportLine extends Omit<Place, 'subject_id'> {
  /** Of the group, pair or cluster. */
  readonly id: Id;
  readonly questions: readonly ExportQuestion[];
  readonly similarity: number | null;
  readonly verdict: string | null;
  readonly reason: string | null;
  readonly representative: Id | null;
}

export interface ExportQuestion {
  readonly id: Id;
  readonly text: string;
  readonly deleted: boolean;
}

export interface ExportPage {
  readonly lines: readonly ExportLine[];
  readonly last: Mark | null;
}

/** Sets or pairs read at once; with their questions a few hundred rows. */
const SETS = 50;
const PAIRS = 200;
/** Members of the sets of one page, unless one set alone has more. */
const MEMBERS = 1_000;

/** What an export reads, page by page: by index, from where the last page ended. */
export const exportPage: Op<{ task: Id; what: ExportWhat; after: Mark | null }, ExportPage> = {
  name: 'tasks.result.export',
  run(tx, { task, what, after }) {
    if (what === 'pairs') return pairPage(tx, task, after);
    return setPage(tx, task, what === 'groups' ? 'tasks_exact_group' : 'tasks_cluster', after);
  },
};

/** A row value, which both engines look up in the index of task and part. */
const beyond = ({ part, id }: Mark) => sql<boolean>`(part, id) > (${part}, ${id})`;

async function setPage(tx: Tx, task: Id, table: SetTable, after: Mark | null): Promise<ExportPage> {
  const some = await resultTables(tx)
    .selectFrom(table)
    .select(['id', 'part', 'type', 'subject_name', 'channel_code', 'question_count'])
    .$if(table === 'tasks_cluster', (query) => query.select(sql<Id>`representative`.as('representative')))
    .where('task_id', '=', task)
    .$if(after !== null, (query) => query.where(beyond(after!)))
    .orderBy('part')
    .orderBy('id')
    .limit(SETS)
    .execute();
  let count = 0;
  const rows = some.filter(({ question_count }, n) => (count += question_count) <= MEMBERS || n === 0);
  const members = await membersOf(
    tx,
    table,
    rows.map(({ id }) => id),
  );
  const questions = await exportQuestions(tx, [...members.values()].flat());
  const lines = rows.map(({ id, type, subject_name, channel_code, representative = null }) => ({
    id,
    type,
    subject_name,
    channel_code,
    questions: (members.get(id) ?? []).flatMap((one) => questions.get(one) ?? []),
    similarity: null,
    verdict: null,
    reason: null,
    representative,
  }));
  return { lines, last: lastOf(rows, some.length === SETS || rows.length < some.length) };
}

async function pairPage(tx: Tx, task: Id, after: Mark | null): Promise<ExportPage> {
  const rows = await resultTables(tx)
    .selectFrom('tasks_pair')
    .selectAll()
    .where('task_id', '=', task)
    .$if(after !== null, (query) => query.where(beyond(after!)))
    .orderBy('part')
    .orderBy('id')
    .limit(PAIRS)
    .execute();
  const questions = await exportQuestions(
    tx,
    rows.flatMap(({ question_id_1, question_id_2 }) => [question_id_1, question_id_2]),
  );
  const lines = rows.map((row) => ({
    id: row.id,
    type: row.type,
    subject_name: row.subject_name,
    channel_code: row.channel_code,
    questions: [row.question_id_1, row.question_id_2].flatMap((one) => questions.get(one) ?? []),
    similarity: shareOf(row.similarity),
    verdict: row.verdict,
    reason: row.reason,
    representative: null,
  }));
  return { lines, last: lastOf(rows, rows.length === PAIRS) };
}

/** Characters of a question in a file. */
const LONGEST = 2_000;

async function exportQuestions(tx: Tx, ids: readonly Id[]): Promise<Map<Id, ExportQuestion>> {
  const found = await questionsById(tx, ids, { deleted: true });
  return new Map(
    [...found].map(([id, { row }]) => [
      id,
      { id, text: readable(row.content).slice(0, LONGEST), deleted: row.is_del === 1 },
    ]),
  );
}

/** null: it was the last page. */
const lastOf = (rows: readonly Mark[], isMore: boolean): Mark | null => {
  const last = rows.at(-1);
  return last && isMore ? { part: last.part, id: last.id } : null;
};
