import { isRefusal, refuse, type Id, type Ms, type Op, type Refusal, type Tx } from '@posthouse/kernel';
import { sql, type ExpressionBuilder } from 'kysely';
import type { AnalysisType } from '../contract/states.ts';
import type { Question } from '../dedup/index.ts';
import { toCompared } from '../questions/read.ts';
import { questionTables, type QuestionTables } from '../questions/tables.ts';
import { decideTask } from '../rules.ts';
import { readConfig, type Filters, type Settings } from '../rules/config.ts';
import type { Part } from './results.ts';
import { findTask } from './task-rows.ts';
import { tables, type Place } from './tables.ts';

/** How much there is to compare. */
export interface Extent {
  readonly groups: number;
  readonly questions: number;
}

type Questions = ExpressionBuilder<QuestionTables, 'tasks_question'>;

/** How tasks read the bank of questions: which groups it has, and what is in one. */
export function createBankOps() {
  /** What a task that is about to be created would compare. */
  const extent: Op<{ analysis: AnalysisType; settings: Settings }, Extent> = {
    name: 'tasks.bank.extent',
    run: async (tx, { analysis, settings: { filters, method, threshold } }) =>
      extentOf(await groupsOf(tx, filters, await sinceOf(tx, analysis, { method, threshold }))),
  };

  /** What a task would compare if it started now; counting the bank takes a while, so first whether it may. */
  const extentNow: Op<{ id: Id }, Extent | Refusal> = {
    name: 'tasks.bank.extent-now',
    async run(tx, { id }) {
      const row = await findTask(tx, id);
      if (!row) return refuse('TASKS_UNKNOWN');
      const deed = decideTask(row.status, { is: 'start' });
      if (isRefusal(deed)) return deed;
      const settings = readConfig(row.config === null ? null : JSON.parse(row.config));
      if (isRefusal(settings)) return settings;
      const filters = row.analysis_type === 'custom' ? settings.filters : {};
      return extentOf(await groupsOf(tx, filters, await sinceOf(tx, row.analysis_type, settings)));
    },
  };

  /** The groups in the order in which they are compared: largest first, then by their key. */
  const plan: Op<Omit<Settings, 'filters'> & { filters: Filters; incremental: boolean }, Part[]> = {
    name: 'tasks.bank.plan',
    async run(tx, { filters, incremental, ...how }) {
      const since = await sinceOf(tx, incremental ? 'incremental' : 'full', how);
      const groups = await groupsOf(tx, filters, since);
      return groups.map((group, n) => ({ n, ...group }));
    },
  };

  /** The plan as it was written down, from one group on. */
  const parts: Op<{ task: Id; from: number; limit: number }, Part[]> = {
    name: 'tasks.bank.parts',
    run: (tx, { task, from, limit }) =>
      tables(tx)
        .selectFrom('tasks_part')
        .select(['n', 'type', 'subject_id', 'subject_name', 'channel_code', 'questions'])
        .where('task_id', '=', task)
        .where('n', '>=', from)
        .orderBy('n')
        .limit(limit)
        .execute(),
  };

  /** A page of a group's questions, by id. */
  const questions: Op<{ part: Place; filters: Filters; after: number | null; limit: number }, Question[]> = {
    name: 'tasks.bank.questions',
    async run(tx, { part, filters, after, limit }) {
      const rows = await questionTables(tx)
        .selectFrom('tasks_question')
        .select(['question_id', 'channel_code', 'type', 'content'])
        .where('is_del', '=', 0)
        .where('type', '=', part.type)
        .where('channel_code', '=', part.channel_code)
        .where((eb) => eb('subject_id', part.subject_id === null ? 'is' : '=', part.subject_id))
        .where((eb) => passing(eb, filters))
        .where('question_id', '>', after ?? -1)
        .orderBy('question_id')
        .limit(limit)
        .execute();
      return toCompared(tx, rows);
    },
  };

  return { extent, extentNow, plan, parts, questions };
}

type Group = Omit<Part, 'n'>;

/**
 * The bank's groups (contract §8). With `since`, only those in which a question was added, changed or removed after
 * it.
 */
async function groupsOf(tx: Tx, filters: Filters, since: Ms | null): Promise<Group[]> {
  const groups = await questionTables(tx)
    .selectFrom('tasks_question')
    .select([
      'type',
      'subject_id',
      'channel_code',
      sql<string | null>`max(case when is_del = 0 then subject_name end)`.as('subject_name'),
      sql<number>`cast(sum(case when is_del = 0 then 1 else 0 end) as bigint)`.as('questions'),
    ])
    .where((eb) => passing(eb, filters))
    .$if(since === null, (query) => query.where('is_del', '=', 0))
    .groupBy(['type', 'subject_id', 'channel_code'])
    .$if(since !== null, (query) => query.having(sql<number>`max(updated_at)`, '>', since!))
    .having(sql<number>`sum(case when is_del = 0 then 1 else 0 end)`, '>', 0)
    .execute();
  return groups.sort(
    (a, b) => b.questions - a.questions || byPlace(a, b) || compare(a.channel_code, b.channel_code),
  );
}

/** Not left to a database: the order must not hang on its collation, nor on where it puts nulls. */
export const byPlace = (a: Pick<Place, 'type' | 'subject_id'>, b: typeof a): number =>
  compare(a.type, b.type) || (a.subject_id ?? -1) - (b.subject_id ?? -1);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const extentOf = (groups: readonly Group[]): Extent => ({
  groups: groups.length,
  questions: groups.reduce((sum, { questions }) => sum + questions, 0),
});

function passing(eb: Questions, { type, channel_code, subject_id, chapter_id }: Filters) {
  return eb.and([
    ...(type ? [eb('type', 'in', type)] : []),
    ...(channel_code ? [eb('channel_code', 'in', channel_code)] : []),
    ...(subject_id ? [eb('subject_id', 'in', subject_id)] : []),
    ...(chapter_id ? [eb('chapter_id', 'in', chapter_id)] : []),
  ]);
}

/**
 * Since when an incremental task looks: since the newest completed one that compared the whole bank by the same
 * measure began to read. null: everything is new.
 */
async function sinceOf(
  tx: Tx,
  analysis: AnalysisType,
  { method, threshold }: Pick<Settings, 'method' | 'threshold'>,
): Promise<Ms | null> {
  if (analysis !== 'incremental') return null;
  const done = await tables(tx)
    .selectFrom('tasks_task')
    .select(['config', 'run_at'])
    .where('status', '=', 'completed')
    .where('analysis_type', 'in', ['full', 'incremental'])
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(LOOKED_AT)
    .execute();
  const same = done.filter(({ config }) => {
    const measure = readConfig(config === null ? null : JSON.parse(config));
    return !isRefusal(measure) && measure.method === method && measure.threshold === threshold;
  });
  return same.length === 0 ? null : Math.max(...same.map(({ run_at }) => run_at ?? 0));
}

/** Completed tasks among which the last of the same measure is sought. */
const LOOKED_AT = 100;

/** These questions as the engine compares them, deleted ones too; unknown ids are left out. */
export async function comparedById(tx: Tx, ids: readonly Id[]): Promise<ReadonlyMap<Id, Question>> {
  const known = new Map<Id, Question>();
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const rows = await questionTables(tx)
      .selectFrom('tasks_question')
      .select(['question_id', 'channel_code', 'type', 'content'])
      .where('question_id', 'in', ids.slice(from, from + AT_ONCE))
      .execute();
    for (const question of await toCompared(tx, rows)) known.set(question.id, question);
  }
  return known;
}

const AT_ONCE = 500;
