import type { Id, Job, Key, Op, Work } from '@posthouse/kernel';
import { findTask } from '../../store/task-rows.ts';
import type { SetTable } from '../found.ts';
import { resultTables, type KeepRule } from '../tables.ts';
import { deleteCopies, restoreSome } from './delete-copies.ts';
import { changeKeep, findKeep, type KeepsRoom } from './room.ts';

/** All sets of a task are gone through, or all that was deleted is brought back. */
export type KeepInput =
  | { readonly keep: Id; readonly task: Id; readonly table: SetTable; readonly rule: KeepRule }
  | { readonly keep: Id; readonly undo: true };
export type KeepWork = Work<KeepInput>;

/** Sets, and questions brought back, of one commit. */
const SETS = 100;
export const RESTORED = 500;

export const keepKey = (id: Id): Key => `keep/${id}`;
const keepOfKey = (key: Key): Id => Number(key.slice('keep/'.length));

interface Checkpoint {
  /** The last set that is done. */
  readonly after: Id;
}

/** Deeds on more questions than one commit should change. */
export function createKeepWork({ show }: KeepsRoom) {
  const next: Op<{ task: Id; table: SetTable; after: Id }, Id[]> = {
    name: 'tasks.keep.next',
    async run(tx, { task, table, after }) {
      // Started anew meanwhile: what it finds now is not what somebody looked at.
      if ((await findTask(tx, task))?.status !== 'completed') return [];
      const rows = await resultTables(tx)
        .selectFrom(table)
        .select('id')
        .where('task_id', '=', task)
        .where('id', '>', after)
        .orderBy('id')
        .limit(SETS)
        .execute();
      return rows.map(({ id }) => id);
    },
  };

  const apply: Op<{ keep: Id; table: SetTable; sets: readonly Id[]; rule: KeepRule }, void> = {
    name: 'tasks.keep.apply',
    async run(tx, args) {
      const deleted = await deleteCopies(tx, args);
      const row = await findKeep(tx, args.keep);
      if (row) await show(tx, await changeKeep(tx, args.keep, { deleted: row.deleted + deleted }));
    },
  };

  const left: Op<{ keep: Id }, boolean> = {
    name: 'tasks.keep.left',
    async run(tx, { keep }) {
      const row = await resultTables(tx)
        .selectFrom('tasks_question')
        .select('question_id')
        .where('kept_by', '=', keep)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
  };

  const restore: Op<{ keep: Id }, void> = {
    name: 'tasks.keep.restore',
    async run(tx, { keep }) {
      const restored = await restoreSome(tx, keep, RESTORED);
      const row = await findKeep(tx, keep);
      if (row) await show(tx, await changeKeep(tx, keep, { restored: row.restored + restored }));
    },
  };

  const work: KeepWork = {
    name: 'tasks.keep',
    limit: 1,

    async run(job) {
      if ('undo' in job.input) return undo(job, job.input.keep);
      const { keep, task, table, rule } = job.input;
      let after = (job.checkpoint as Checkpoint | undefined)?.after ?? 0;
      while (!job.stopped()) {
        const sets = await job.read(next, { task, table, after });
        if (sets.length === 0) return;
        after = sets.at(-1)!;
        await job.save(apply, { keep, table, sets, rule }, { after } satisfies Checkpoint);
      }
    },

    async done(tx, key) {
      const row = await findKeep(tx, keepOfKey(key));
      if (!row) return;
      const state = row.state === 'undoing' ? ('undone' as const) : ('done' as const);
      await show(tx, await changeKeep(tx, row.id, { state }));
    },

    async failed(tx, key) {
      const row = await findKeep(tx, keepOfKey(key));
      if (row) await show(tx, await changeKeep(tx, row.id, { state: 'failed' }));
    },
  };

  async function undo(job: Job<KeepInput>, keep: Id): Promise<void> {
    while (!job.stopped() && (await job.read(left, { keep }))) await job.save(restore, { keep }, null);
  }

  return { work, ops: { next, apply, left, restore } };
}
