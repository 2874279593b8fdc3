import { refuse, type Id, type Op, type Refusal, type Tx } from '@posthouse/kernel';
import { sql, type Selectable } from 'kysely';
import type { Verdict } from '../contract/states.ts';
import { explain, type Explanation, type Settings } from '../dedup/index.ts';
import { offsetOf, type Page } from '../http/paging.ts';
import type { LocalTime } from '../local-time.ts';
import { questionsById, toCompared } from '../questions/index.ts';
import { readConfig } from '../rules/config.ts';
import type { PairTable } from '../store/tables.ts';
import { findTask } from '../store/task-rows.ts';
import { missingTask } from './found.ts';
import { placeInDetail, shareOf, toMember, toPair } from './shapes.ts';
import { resultTables } from './tables.ts';

export interface PairsSought {
  readonly task: Id;
  readonly verdict: Verdict;
  /** Inclusive, in ten-thousandths; 0 means every pair (fault 16). */
  readonly least: number;
  readonly type: string | null;
}

interface Side {
  readonly question_id: Id;
  readonly duplicate_count: number;
  readonly max_similarity: number;
  readonly min_similarity: number;
  /** Questions on all pages. */
  readonly total: number;
}

type PairRow = Selectable<PairTable>;

/** Duplicates that are listed of one question, the most similar: a question without an answer may have tens of thousands. */
const SHOWN = 1_000;

/** Pairs, counted and paged by the database: no request has all of them in memory (fault 21). */
export function createPairOps(time: LocalTime) {
  const listPairs: Op<
    { sought: PairsSought; page: Page },
    { list: ReturnType<typeof toPair>[]; total: number } | Refusal
  > = {
    name: 'tasks.result.pairs',
    async run(tx, { sought, page }) {
      const missing = await missingTask(tx, sought.task);
      if (missing) return missing;
      const { total } = await pairsOf(tx, sought)
        .select((eb) => eb.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      const rows = await pairsOf(tx, sought)
        .selectAll()
        .orderBy('similarity', 'desc')
        .orderBy('id', 'desc')
        .limit(page.page_size)
        .offset(offsetOf(page))
        .execute();
      return { list: rows.map((row) => toPair(row, time)), total };
    },
  };

  /** By question: each pair shows under both of its questions (contract §6). */
  const listSides: Op<{ sought: PairsSought; page: Page }, { list: object[]; total: number } | Refusal> = {
    name: 'tasks.result.sides',
    async run(tx, { sought, page }) {
      const missing = await missingTask(tx, sought.task);
      if (missing) return missing;
      const db = resultTables(tx);
      const sides = sql`(select question_id_1 as question_id, similarity from ${narrowed(sought)}
        union all select question_id_2, similarity from ${narrowed(sought)}) as sides`;
      const { rows } = await sql<Side>`select question_id, count(*) as duplicate_count,
        max(similarity) as max_similarity, min(similarity) as min_similarity, count(*) over () as total
        from ${sides} group by question_id order by max_similarity desc, question_id
        limit ${page.page_size} offset ${offsetOf(page)}`.execute(db);
      // Counted with the page, in one pass; beyond the end there is no row to say it.
      const beyond = rows.length === 0 && page.page > 1;
      const counted = beyond
        ? await sql<{ total: number }>`select count(distinct question_id) as total from ${sides}`.execute(db)
        : { rows };
      const pairs = await pairsWith(
        tx,
        sought,
        rows.map(({ question_id }) => question_id),
      );
      return {
        list: rows.map((side) => toSide(side, pairs.get(side.question_id) ?? [])),
        total: counted.rows[0]?.total ?? 0,
      };
    },
  };

  const getPair: Op<{ task: Id; id: Id }, object | Refusal> = {
    name: 'tasks.result.pair',
    async run(tx, { task, id }) {
      const row = await findPair(tx, task, id);
      if ('refuse' in row) return row;
      const found = await questionsById(tx, [row.question_id_1, row.question_id_2]);
      const member = (question: Id) => {
        const whole = found.get(question);
        return whole ? toMember(whole, time) : null;
      };
      return {
        ...toPair(row, time, placeInDetail),
        question_1: member(row.question_id_1),
        question_2: member(row.question_id_2),
      };
    },
  };

  /**
   * How the two differ, by the task's own measure, deleted ones too: somebody wants to see why. Compared here, in a
   * thread of the store: two long texts would hold up the main one.
   */
  const diffPair: Op<{ task: Id; id: Id }, { pair: ReturnType<typeof toPair>; diff: Explanation } | Refusal> =
    {
      name: 'tasks.result.diff',
      async run(tx, { task, id }) {
        const row = await findPair(tx, task, id);
        if ('refuse' in row) return row;
        const found = await questionsById(tx, [row.question_id_1, row.question_id_2], { deleted: true });
        const rows = [row.question_id_1, row.question_id_2].flatMap((one) => found.get(one)?.row ?? []);
        const [a, b] = await toCompared(tx, rows);
        if (!a || !b) return refuse('TASKS_QUESTION_UNKNOWN');
        const diff = explain(a, b, await settingsOf(tx, task));
        return { pair: toPair(row, time, placeInDetail), diff };
      },
    };

  return { listPairs, listSides, getPair, diffPair };
}

/** By what measure a task compares. */
async function settingsOf(tx: Tx, id: Id): Promise<Settings> {
  const config = (await findTask(tx, id))?.config ?? null;
  const settings = readConfig(config === null ? null : JSON.parse(config));
  if ('refuse' in settings) return {};
  return { method: settings.method, threshold: settings.threshold };
}

async function findPair(tx: Tx, task: Id, id: Id): Promise<PairRow | Refusal> {
  const missing = await missingTask(tx, task);
  if (missing) return missing;
  const row = await resultTables(tx)
    .selectFrom('tasks_pair')
    .selectAll()
    .where('id', '=', id)
    .where('task_id', '=', task)
    .executeTakeFirst();
  return row ?? refuse('TASKS_PAIR_UNKNOWN');
}

function pairsOf(tx: Tx, { task, verdict, least, type }: PairsSought) {
  return resultTables(tx)
    .selectFrom('tasks_pair')
    .where('task_id', '=', task)
    .where('verdict', '=', verdict)
    .where('similarity', '>=', least)
    .$if(type !== null, (query) => query.where('type', '=', type!));
}

/** The same rows, for a statement in plain SQL. */
function narrowed({ task, verdict, least, type }: PairsSought) {
  const ofType = type === null ? sql`` : sql` and type = ${type}`;
  return sql`tasks_pair where task_id = ${task} and verdict = ${verdict} and similarity >= ${least}${ofType}`;
}

/** The pairs of some questions, under each that they hold. */
async function pairsWith(tx: Tx, sought: PairsSought, ids: readonly Id[]): Promise<Map<Id, PairRow[]>> {
  const byQuestion = new Map<Id, PairRow[]>(ids.map((id) => [id, []]));
  if (ids.length === 0) return byQuestion;
  for (const column of ['question_id_1', 'question_id_2'] as const) {
    const rows = await pairsOf(tx, sought).selectAll().where(column, 'in', ids).execute();
    for (const row of rows) byQuestion.get(row[column])!.push(row);
  }
  return byQuestion;
}

function toSide(side: Side, pairs: readonly PairRow[]): object {
  const duplicates = pairs
    .map(({ id, question_id_1, question_id_2, similarity }) => ({
      question_id: question_id_1 === side.question_id ? question_id_2 : question_id_1,
      similarity: shareOf(similarity),
      pair_id: id,
    }))
    .sort((a, b) => b.similarity - a.similarity || a.question_id - b.question_id)
    .slice(0, SHOWN);
  return {
    question_id: side.question_id,
    duplicate_count: side.duplicate_count,
    duplicates,
    max_similarity: shareOf(side.max_similarity),
    min_similarity: shareOf(side.min_similarity),
    group: pairs[0] ? placeInDetail(pairs[0]) : null,
  };
}
