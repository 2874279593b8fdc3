import type { Id, Retention, Tx } from '@posthouse/kernel';
import type { Clearing } from './clear.ts';
import { resultTables } from '../results/tables.ts';
import { verifyTables } from '../verify/tables.ts';
import { VERIFY, verifyKey } from '../verify/work.ts';
import { tables } from './tables.ts';
import type { Tell } from './tell.ts';

const DAY = 86_400_000;
/** Tasks of one commit of retention: each has a plan, deeds and a verification of its own. */
const AT_ONCE = 50;

/**
 * Takes a task away. What it found follows in the background: nobody can ask for it any more. The deeds on that go, too:
 * what they deleted stays so, and can be restored question by question; one that is under way ends at its next step.
 */
export async function removeTask(tx: Tx, clearing: Clearing, id: Id): Promise<void> {
  await tx.work(clearing.work, `clear/${id}`, { task: id });
  await tx.stop(VERIFY, verifyKey(id), 'drop');
  await verifyTables(tx).deleteFrom('tasks_verification').where('task_id', '=', id).execute();
  await tables(tx).deleteFrom('tasks_part').where('task_id', '=', id).execute();
  await resultTables(tx).deleteFrom('tasks_keep').where('task_id', '=', id).execute();
  await tables(tx).deleteFrom('tasks_task').where('id', '=', id).execute();
}

/** How long ended tasks stay, with what they found; lists let go of them as they go. */
export const taskRetention = (clearing: Clearing, tell: Tell, keepDays: number): readonly Retention[] => [
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
      for (const { id } of old) {
        await removeTask(tx, clearing, id);
        await tell.forgotten(tx, id);
      }
      // A full hand counts as a full batch: there may be more.
      return old.length === AT_ONCE ? limit : old.length;
    },
  },
];
