import type { Id, Job, Key, Op, Work } from '@posthouse/kernel';
import { findTask } from '../../store/task-rows.ts';
import type { SetTable } from '../../store/sets.ts';
import { resultTables, type KeepRule } from '../tables.ts';
import { copiesOf, deleteCopies, inPieces, restoreSome, type Copies } from './delete-copies.ts';
import { changeKeep, findKeep, type KeepsRoom } from './room.ts';

/** All sets of a task are gone through, or one large one, or all that was deleted is brought back. */
export type KeepInput =
  | { readonly keep: Id; readonly task: Id; readonly table: SetTable; readonly rule: KeepRule }
  | { readonly keep: Id; readonly table: SetTable; readonly set: Id; readonly question: Id }
  | { readonly keep: Id; readonly undo: true };
export type KeepWork = Work<KeepInput>;

/** Sets that are read at once, */
const SETS = 100;
/** and questions deleted, */
export const DELETED = 1_000;
/** or brought back, by one commit. */
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

  const copies: Op<{ table: SetTable; sets: readonly Id[]; keeping: KeepRule | Id }, Copies[]> = {
    name: 'tasks.keep.copies',
    run: copiesOf,
  };

  const apply: Op<{ keep: Id; all: readonly Copies[] }, void> = {
    name: 'tasks.keep.apply',
    async run(tx, { keep, all }) {
      const row = await findKeep(tx, keep);
      if (!row) return;
      const deleted = row.deleted + (await deleteCopies(tx, keep, all));
      await show(tx, await changeKeep(tx, keep, { deleted }));
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
      let after = (job.checkpoint as Checkpoint | undefined)?.after ?? 0;
      if ('set' in job.input) return keepOf(job, [job.input.set], job.input.question, after);
      const { task, table, rule } = job.input;
      while (!job.stopped()) {
        const sets = await job.read(next, { task, table, after });
        if (sets.length === 0) return;
        await keepOf(job, sets, rule, after);
        after = sets.at(-1)!;
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

  /** A run that is cut short looks at these sets again: what is deleted is none of their live members any more. */
  async function keepOf(
    job: Job<KeepInput>,
    sets: readonly Id[],
    keeping: KeepRule | Id,
    after: Id,
  ): Promise<void> {
    if ('undo' in job.input) return;
    const { keep, table } = job.input;
    for (const all of inPieces(await job.read(copies, { table, sets, keeping }), DELETED)) {
      if (job.stopped()) return;
      await job.save(apply, { keep, all }, { after } satisfies Checkpoint);
    }
  }

  async function undo(job: Job<KeepInput>, keep: Id): Promise<void> {
    while (!job.stopped() && (await job.read(left, { keep }))) await job.save(restore, { keep }, null);
  }

  return { work, ops: { next, copies, apply, left, restore } };
}
