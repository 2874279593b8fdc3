import { CodedError, kernelErrors, type Id, type Tx } from '@posthouse/kernel';
import type { ErrorRegistry } from '@posthouse/protocol';
import type { Selectable } from 'kysely';
import { tasksErrors } from '../contract/errors.ts';
import type { Task } from '../contract/task.ts';
import type { LocalTime } from '../local-time.ts';
import { estimatedDuration, progressOf } from '../rules.ts';
import { tables, type TaskTable } from './tables.ts';

export type TaskRow = Selectable<TaskTable>;

export async function findTask(tx: Tx, id: Id): Promise<TaskRow | undefined> {
  return tables(tx).selectFrom('tasks_task').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Changes a task's row and reads it back. Whoever calls has seen the row in this transaction. */
export async function changeTask(tx: Tx, id: Id, change: Partial<TaskRow>): Promise<TaskRow> {
  const row = await tables(tx)
    .updateTable('tasks_task')
    .set({ ...change, updated_at: tx.now })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  if (!row) throw new CodedError('TASKS_UNKNOWN', { id });
  return row;
}

/** The task as its clients know it. */
export function toTask(row: TaskRow, { iso }: LocalTime): Task {
  const maybe = (at: number | null) => (at === null ? null : iso(at));
  return {
    id: row.id,
    task_name: row.name,
    status: row.status,
    progress_percentage: progressOf({
      processed: row.processed_groups,
      total: row.total_groups,
      share: row.group_share / 10_000,
    }),
    analysis_type: row.analysis_type,
    total_groups: row.total_groups,
    processed_groups: row.processed_groups,
    total_questions: row.total_questions,
    exact_duplicate_groups: row.exact_duplicate_groups,
    exact_duplicate_pairs: row.exact_duplicate_pairs,
    similar_duplicate_pairs: row.similar_duplicate_pairs,
    estimated_duration: estimatedDuration({ questions: row.total_questions, groups: row.total_groups }),
    config: row.config === null ? null : (JSON.parse(row.config) as unknown),
    started_at: maybe(row.started_at),
    completed_at: maybe(row.completed_at),
    error_message: row.error === null ? null : errorText(row.error),
    created_at: iso(row.created_at),
    updated_at: iso(row.updated_at),
  };
}

const KNOWN: ErrorRegistry = { ...kernelErrors, ...tasksErrors };

/** A stored code as its clients show it; never what an exception said (fault 17). */
export function errorText(code: string): string {
  return `任务执行失败：${KNOWN[code]?.text.zh ?? KNOWN['KERNEL_INTERNAL']!.text.zh}（${code}）`;
}
