import { refuse, type Id, type Op, type Refusal, type Tx } from '@posthouse/kernel';
import { offsetOf, type Page } from '../../http/paging.ts';
import type { LocalTime } from '../../local-time.ts';
import { findTask } from '../../store/task-rows.ts';
import { findVerification, verifyingOf } from '../../verify/tables.ts';
import { membersOf, missingTask } from '../found.ts';
import { resultTables, type KeepRule, type KeepTable } from '../tables.ts';
import { deleteCopies, liveMembers, restoreSome } from './delete-copies.ts';
import { changeKeep, findKeep, toKeep, underWay, type Keep, type KeepRow, type KeepsRoom } from './room.ts';
import { DELETED, keepKey, RESTORED, type KeepWork } from './work.ts';

export type KeepTarget = { readonly group: Id } | { readonly cluster: Id };

interface KeepOne {
  readonly task: Id;
  readonly question: Id;
  readonly target: KeepTarget;
  readonly by: string;
}

interface KeepAll {
  readonly task: Id;
  readonly what: 'exact' | 'clusters';
  readonly rule: KeepRule;
  readonly by: string;
}

/** "Keep this one": the others are marked as deleted, and one call brings exactly those back. */
export function createKeepOps({ show }: KeepsRoom, work: KeepWork, time: LocalTime) {
  const one: Op<KeepOne, Keep | Refusal> = {
    name: 'tasks.keep.one',
    async run(tx, { task, question, target, by }) {
      const missing = await missingTask(tx, task);
      if (missing) return missing;
      const ids = await targetMembers(tx, task, target);
      if ('refuse' in ids) return ids;
      const isThere = ids.includes(question) && (await liveMembers(tx, [question])).length > 0;
      if (!isThere) return refuse('TASKS_KEEP_MEMBER');
      const others = ids.filter((id) => id !== question);
      // To look at all of a huge set would hold up the writer: its work does.
      const live = await liveMembers(tx, others.slice(0, DELETED));
      const isHuge = others.length > DELETED;
      if (live.length === 0 && !isHuge) return refuse('TASKS_KEEP_NOTHING');
      const [what, target_id] =
        'group' in target ? (['group', target.group] as const) : (['cluster', target.cluster] as const);
      const row = await begin(tx, { task_id: task, what, target_id, question_id: question, rule: null, by });
      if (isHuge) {
        const table = what === 'group' ? 'tasks_exact_group' : 'tasks_cluster';
        await tx.work(work, keepKey(row.id), { keep: row.id, table, set: target_id, question });
        return show(tx, row);
      }
      const go = live.map(({ question_id }) => question_id);
      const deleted = await deleteCopies(tx, row.id, [{ stays: question, go }]);
      return show(tx, await changeKeep(tx, row.id, { state: 'done', deleted }));
    },
  };

  /** One deed over all sets of a task, in the background: each question of it comes back by one undo. */
  const all: Op<KeepAll, Keep | Refusal> = {
    name: 'tasks.keep.all',
    async run(tx, { task, what, rule, by }) {
      await tx.lock('tasks_task', task);
      const row = await findTask(tx, task);
      if (!row) return refuse('TASKS_UNKNOWN');
      if (row.status !== 'completed') return refuse('TASKS_KEEP_UNFINISHED', { status: row.status });
      if (await underWay(tx, task)) return refuse('TASKS_KEEP_BUSY');
      if (verifyingOf(await findVerification(tx, task))) return refuse('TASKS_VERIFY_BUSY');
      const keep = await begin(tx, { task_id: task, what, target_id: null, question_id: null, rule, by });
      const table = what === 'exact' ? 'tasks_exact_group' : 'tasks_cluster';
      await tx.work(work, keepKey(keep.id), { keep: keep.id, task, table, rule });
      return show(tx, keep);
    },
  };

  /** Also of a deed that is still under way: it ends where it is, and what it did comes back. */
  const undo: Op<{ task: Id; id: Id; by: string }, Keep | Refusal> = {
    name: 'tasks.keep.undo',
    async run(tx, { task, id, by }) {
      const row = await findKeep(tx, id);
      if (row?.task_id !== task) return refuse('TASKS_KEEP_UNKNOWN');
      if (row.state === 'undone' || row.state === 'undoing') return refuse('TASKS_KEEP_UNDONE');
      await tx.stop(work, keepKey(id), 'drop');
      const undone = { undone_by: by, undone_at: tx.now };
      if (row.deleted > RESTORED) {
        await tx.work(work, keepKey(id), { keep: id, undo: true }, { from: 'start' });
        return show(tx, await changeKeep(tx, id, { ...undone, state: 'undoing' }));
      }
      const restored = row.restored + (await restoreSome(tx, id, RESTORED));
      return show(tx, await changeKeep(tx, id, { ...undone, state: 'undone', restored }));
    },
  };

  const list: Op<{ task: Id; page: Page }, { list: Keep[]; total: number } | Refusal> = {
    name: 'tasks.keep.list',
    async run(tx, { task, page }) {
      const missing = await missingTask(tx, task);
      if (missing) return missing;
      const keeps = resultTables(tx).selectFrom('tasks_keep').where('task_id', '=', task);
      const { total } = await keeps
        .select((eb) => eb.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      const rows = await keeps
        .selectAll()
        .orderBy('id', 'desc')
        .limit(page.page_size)
        .offset(offsetOf(page))
        .execute();
      return { list: rows.map((row) => toKeep(row, time)), total };
    },
  };

  return { one, all, undo, list };
}

async function targetMembers(tx: Tx, task: Id, target: KeepTarget): Promise<readonly Id[] | Refusal> {
  const [table, id, unknown] =
    'group' in target
      ? (['tasks_exact_group', target.group, 'TASKS_GROUP_UNKNOWN'] as const)
      : (['tasks_cluster', target.cluster, 'TASKS_CLUSTER_UNKNOWN'] as const);
  const row = await resultTables(tx)
    .selectFrom(table)
    .select('id')
    .where('id', '=', id)
    .where('task_id', '=', task)
    .executeTakeFirst();
  return row ? ((await membersOf(tx, table, [id])).get(id) ?? []) : refuse(unknown);
}

function begin(
  tx: Tx,
  deed: Pick<KeepTable, 'task_id' | 'what' | 'target_id' | 'question_id' | 'rule' | 'by'>,
): Promise<KeepRow> {
  return resultTables(tx)
    .insertInto('tasks_keep')
    .values({
      ...deed,
      state: 'running',
      deleted: 0,
      restored: 0,
      created_at: tx.now,
      undone_by: null,
      undone_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}
