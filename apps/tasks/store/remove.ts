import type { Id, Retention, Tx } from '@posthouse/kernel';
import { clearResults } from './results.ts';
import { resultTables } from '../results/tables.ts';
import { tables } from './tables.ts';

const DAY = 86_400_000;
/** Tasks of one commit: each may have many results. */
const AT_ONCE = 5;

/**
 * Takes a task away with all it found, and the deeds on that: what they deleted stays so, and can be restored question
 * by question. A deed under way ends at its next step.
 */
export async function removeTask(tx: Tx, id: Id): Promise<void> {
  await clearResults(tx, id);
  await resultTables(tx).deleteFrom('tasks_keep').where('task_id', '=', id).execute();
  await tables(tx).deleteFrom('tasks_task').where('id', '=', id).execute();
}

/** How long ended tasks stay, with what they found. */
export const taskRetention = (keepDays: number): readonly Retention[] => [
  {
    table: 'tasks_task',
    what: { zh: '已结束的查重任务（连同结果）', en: 'ended tasks (with their results)' },
    keep: keepDays * DAY,
    async prune(tx, before, limit) {
      const old = await tables(tx)
        .selectFrom('tasks_task')
        .select('id')
        .where('status', 'in', ['completed', 'error', 'cancelled'])
        .where('updated_at', '<', before)
        .limit(Math.min(limit, AT_ONCE))
        .execute();
      for (const { id } of old) await removeTask(tx, id);
      return old.length;
    },
  },
];
