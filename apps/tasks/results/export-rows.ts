import type { Id, Op, Tx } from '@posthouse/kernel';
import { sql } from 'kysely';
import { readable } from '../dedup/index.ts';
import { questionsById } from '../questions/index.ts';
import type { SetTable } from '../store/sets.ts';
import type { Place } from '../store/tables.ts';
import { membersAfter, membersOf } from './found.ts';
import { shareOf } from './shapes.ts';
import { resultTables } from './tables.ts';

export const EXPORTS = ['groups', 'pairs', 'clusters'] as const;
export type ExportWhat = (typeof EXPORTS)[number];

/** The last row of a page: where the next begins. */
export interface Mark {
  readonly part: number;
  readonly id: Id;
  /** The last member that was given of a large set; null: all of it was. */
  readonly member: Id | null;
}

/** One line of a file, or some of a large set's questions, before it gets words. */
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
/** Members of the sets of one page: no thread carries a set of tens of thousands at once. */
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
const beyond = ({ part, id, member }: Mark) =>
  member === null
    ? sql<boolean>`(part, id) > (${part}, ${id})`
    : sql<boolean>`(part, id) >= (${part}, ${id})`;

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
  const [first] = some;
  if (!first) return { lines: [], last: null };
  const line = (row: typeof first, questions: readonly ExportQuestion[]): ExportLine => ({
    id: row.id,
    type: row.type,
    subject_name: row.subject_name,
    channel_code: row.channel_code,
    questions,
    similarity: null,
    verdict: null,
    reason: null,
    representative: row.representative ?? null,
  });
  const given = after?.id === first.id ? after.member : null;
  if (given !== null || first.question_count > MEMBERS) {
    const rest = await membersAfter(tx, table, first.id, { after: given ?? 0, limit: MEMBERS + 1 });
    const ids = rest.slice(0, MEMBERS);
    const questions = await exportQuestions(tx, ids);
    const isMore = rest.length > MEMBERS;
    const last = isMore || some.length > 1 ? markOf(first, isMore ? ids.at(-1)! : null) : null;
    return {
      lines: [
        line(
          first,
          ids.flatMap((id) => questions.get(id) ?? []),
        ),
      ],
      last,
    };
  }
  let count = 0;
  const rows = some.filter(({ question_count }) => (count += question_count) <= MEMBERS);
  const members = await membersOf(
    tx,
    table,
    rows.map(({ id }) => id),
  );
  const questions = await exportQuestions(tx, [...members.values()].flat());
  const lines = rows.map((row) =>
    line(
      row,
      (members.get(row.id) ?? []).flatMap((one) => questions.get(one) ?? []),
    ),
  );
  const isMore = some.length === SETS || rows.length < some.length;
  return { lines, last: isMore ? markOf(rows.at(-1)!) : null };
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
  const last = rows.at(-1);
  return { lines, last: last && rows.length === PAIRS ? markOf(last) : null };
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

const markOf = ({ part, id }: Pick<Mark, 'part' | 'id'>, member: Id | null = null): Mark => ({
  part,
  id,
  member,
});
