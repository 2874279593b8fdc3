import { refuse, type Id, type Ms, type Op, type Refusal } from '@posthouse/kernel';
import { sql, type ExpressionBuilder } from 'kysely';
import type { AnalysisType, TaskStatus } from '../contract/states.ts';
import type { Task } from '../contract/task.ts';
import { offsetOf, type Page } from '../http/paging.ts';
import type { LocalTime } from '../local-time.ts';
import type { Extent } from './bank.ts';
import { findTask, toTask } from './task-rows.ts';
import { tables, type TaskTables } from './tables.ts';
import type { Tell } from './tell.ts';

/** More than anybody keeps in view; the table is bounded (K10). */
const MOST_TASKS = 10_000;

export interface NewTaskArgs {
  readonly name: string | null;
  readonly analysis: AnalysisType;
  readonly config: unknown;
  readonly extent: Extent;
}

/** What a list is narrowed to. `from` and `before` bound the moment of creation. */
export interface ListArgs {
  readonly status: TaskStatus | null;
  readonly name: string | null;
  readonly from: Ms | null;
  readonly before: Ms | null;
  readonly page: Page;
}

export function createTaskOps(tell: Tell, time: LocalTime) {
  const create: Op<NewTaskArgs, Task | Refusal> = {
    name: 'tasks.task.create',
    async run(tx, { name, analysis, config, extent }) {
      const db = tables(tx);
      const { count } = await db
        .selectFrom('tasks_task')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      if (count >= MOST_TASKS) return refuse('TASKS_TOO_MANY', { limit: MOST_TASKS });
      const row = await db
        .insertInto('tasks_task')
        .values({
          name: name ?? `查找重复题目-${time.stamp(tx.now)}`,
          status: 'pending',
          analysis_type: analysis,
          config: config === null ? null : JSON.stringify(config),
          total_groups: extent.groups,
          total_questions: extent.questions,
          processed_groups: 0,
          exact_duplicate_groups: 0,
          exact_duplicate_pairs: 0,
          similar_duplicate_pairs: 0,
          started_at: null,
          run_at: null,
          paused_at: null,
          completed_at: null,
          error: null,
          created_at: tx.now,
          updated_at: tx.now,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      return tell.progress(tx, row, {});
    },
  };

  const get: Op<{ id: Id }, Task | Refusal> = {
    name: 'tasks.task.get',
    async run(tx, { id }) {
      const row = await findTask(tx, id);
      return row ? toTask(row, time) : refuse('TASKS_UNKNOWN');
    },
  };

  const list: Op<ListArgs, { tasks: Task[]; total: number }> = {
    name: 'tasks.task.list',
    async run(tx, { status, name, from, before, page }) {
      const wanted = (eb: ExpressionBuilder<TaskTables, 'tasks_task'>) =>
        eb.and([
          ...(status === null ? [] : [eb('status', '=', status)]),
          ...(from === null ? [] : [eb('created_at', '>=', from)]),
          ...(before === null ? [] : [eb('created_at', '<', before)]),
          ...(name === null ? [] : [sql<boolean>`name like ${`%${literal(name)}%`} escape '\\'`]),
        ]);
      const { count } = await tables(tx)
        .selectFrom('tasks_task')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where(wanted)
        .executeTakeFirstOrThrow();
      const rows = await tables(tx)
        .selectFrom('tasks_task')
        .selectAll()
        .where(wanted)
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(page.page_size)
        .offset(offsetOf(page))
        .execute();
      return { tasks: rows.map((row) => toTask(row, time)), total: count };
    },
  };

  return { create, get, list };
}

/** What somebody typed may hold the wildcards of LIKE. */
const literal = (text: string): string => text.replaceAll(/[\\%_]/g, String.raw`\$&`);
