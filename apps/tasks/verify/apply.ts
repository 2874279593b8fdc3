import { CodedError, type Id, type Op, type Tx } from '@posthouse/kernel';
import { insertRows } from '../store/insert-rows.ts';
import { dropMembers, insertSet, lengthen, lengthenLast } from '../store/sets.ts';
import { changeTask, findTask } from '../store/task-rows.ts';
import { tables } from '../store/tables.ts';
import type { Tell } from '../store/tell.ts';
import type { Changes } from './part.ts';
import type { Shift } from './shifts.ts';
import { changeVerification, findVerification, verifyingOf } from './tables.ts';

interface Verified {
  readonly task: Id;
  /** Pairs looked at so far. */
  readonly seen: number;
}

/** What a piece takes away. */
interface Less {
  readonly similar_pairs: number;
  readonly exact_groups: number;
  readonly exact_pairs: number;
}

/** How a verification changes what it verifies: results, figures and progress in one commit. */
export function createVerifyChanges(tell: Tell) {
  const apply: Op<Verified & { part: number; changes: Changes }, void> = {
    name: 'tasks.verify.apply',
    async run(tx, { task, part, changes: { failed, shifts, stale, fresh }, seen }) {
      const similar_pairs = await dropPairs(tx, task, failed);
      for (const shift of shifts) await shiftMembers(tx, task, shift);
      const exact_groups = shifts.reduce((sum, { empties, to }) => sum + +empties - +(to === 'new'), 0);
      const exact_pairs = shifts.reduce((sum, { lost }) => sum + lost, 0);
      for (const { id, ids, more } of stale) if (more) await dropMembers(tx, 'tasks_cluster', id, ids);
      await dropClusters(
        tx,
        stale.flatMap(({ id, more }) => (more ? [] : [id])),
      );
      for (const cluster of fresh) await addCluster(tx, task, part, cluster);
      await lessen(tx, task, part, { similar_pairs, exact_groups, exact_pairs });
      await show(tx, task, seen, similar_pairs + exact_pairs);
    },
  };

  /** Nothing but how far it is. */
  const look: Op<Verified, void> = {
    name: 'tasks.verify.look',
    run: (tx, { task, seen }) => show(tx, task, seen, 0),
  };

  /** A run that begins a group anew is behind what was said before: that stays. */
  async function show(tx: Tx, task: Id, seen: number, filtered: number): Promise<void> {
    const [row, before] = [await findTask(tx, task), await findVerification(tx, task)];
    if (!row || !before) throw new CodedError('TASKS_UNKNOWN', { id: task });
    const now = { seen: Math.max(before.seen, seen), filtered: before.filtered + filtered };
    const verifying = verifyingOf(await changeVerification(tx, task, now));
    await tell.progress(tx, row, verifying ? { verifying } : {});
  }

  return { apply, look };
}

export type VerifyChanges = ReturnType<typeof createVerifyChanges>;

/** How many went. */
async function dropPairs(tx: Tx, task: Id, ids: readonly Id[]): Promise<number> {
  if (ids.length === 0) return 0;
  const { numDeletedRows } = await tables(tx)
    .deleteFrom('tasks_pair')
    .where('task_id', '=', task)
    .where('id', 'in', ids)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

async function shiftMembers(tx: Tx, task: Id, { group, ids, to, empties }: Shift): Promise<void> {
  const { id: _, ...row } = await tables(tx)
    .selectFrom('tasks_exact_group')
    .selectAll()
    .where('id', '=', group)
    .where('task_id', '=', task)
    .executeTakeFirstOrThrow();
  await dropMembers(tx, 'tasks_exact_group', group, ids);
  if (empties) await tables(tx).deleteFrom('tasks_exact_group').where('id', '=', group).execute();
  if (to === 'none') return;
  const group_id = await roomFor(to);
  await insertRows(tx, 'tasks_exact_item', ids, (question_id) => ({ group_id, question_id }));

  async function roomFor(there: Exclude<Shift['to'], 'none'>): Promise<Id> {
    const count = ids.length;
    if (there === 'new') return insertSet(tx, 'tasks_exact_group', { ...row, question_count: count });
    if (there === 'last') return lengthenLast(tx, 'tasks_exact_group', row, count);
    return lengthen(tx, 'tasks_exact_group', there, count);
  }
}

async function dropClusters(tx: Tx, ids: readonly Id[]): Promise<void> {
  if (ids.length === 0) return;
  await tables(tx).deleteFrom('tasks_cluster_item').where('cluster_id', 'in', ids).execute();
  await tables(tx).deleteFrom('tasks_cluster').where('id', 'in', ids).execute();
}

async function addCluster(
  tx: Tx,
  task_id: Id,
  part: number,
  { representative, ids, more }: Changes['fresh'][number],
): Promise<void> {
  const { type, subject_id, subject_name, channel_code } = await tables(tx)
    .selectFrom('tasks_part')
    .selectAll()
    .where('task_id', '=', task_id)
    .where('n', '=', part)
    .executeTakeFirstOrThrow();
  const place = { task_id, part, type, subject_id, subject_name, channel_code };
  const cluster_id = more
    ? await lengthenLast(tx, 'tasks_cluster', place, ids.length)
    : await insertSet(tx, 'tasks_cluster', { ...place, representative, question_count: ids.length });
  await insertRows(tx, 'tasks_cluster_item', ids, (question_id) => ({ cluster_id, question_id }));
}

/** Takes what went off the figures of the group of the plan and of the task. */
async function lessen(tx: Tx, task: Id, part: number, less: Less): Promise<void> {
  await tables(tx)
    .updateTable('tasks_part')
    .set((eb) => ({
      similar_pairs: eb('similar_pairs', '-', less.similar_pairs),
      exact_groups: eb('exact_groups', '-', less.exact_groups),
      exact_pairs: eb('exact_pairs', '-', less.exact_pairs),
    }))
    .where('task_id', '=', task)
    .where('n', '=', part)
    .execute();
  const row = await findTask(tx, task);
  if (!row) throw new CodedError('TASKS_UNKNOWN', { id: task });
  await changeTask(tx, task, {
    similar_duplicate_pairs: row.similar_duplicate_pairs - less.similar_pairs,
    exact_duplicate_groups: row.exact_duplicate_groups - less.exact_groups,
    exact_duplicate_pairs: row.exact_duplicate_pairs - less.exact_pairs,
  });
}
