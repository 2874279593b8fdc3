import {
  CodedError,
  isRefusal,
  refuse,
  type Id,
  type Ms,
  type Op,
  type Refusal,
  type Tx,
} from '@posthouse/kernel';
import type { Task } from '../contract/task.ts';
import { decideTask, type TaskDeed, type TaskEvent } from '../rules.ts';
import { readConfig } from '../rules/config.ts';
import type { Extent } from './bank.ts';
import type { Clearing } from './clear.ts';
import { removeTask } from './remove.ts';
import { taskKey } from './rooms.ts';
import { tables } from './tables.ts';
import { changeTask, findTask, type TaskRow } from './task-rows.ts';
import type { Tell } from './tell.ts';
import type { DedupInput, DedupWork } from '../work/dedup-work.ts';

/** What a caller gets: the task after the deed, and the old server's words for it. */
export interface Done {
  readonly task: Task | null;
  readonly message: string;
}

type Control<A> = Op<A & { readonly id: Id }, Done | Refusal>;

/** What people do to a task. Status, work and what is told of it are one commit (faults 1, 3 and 4). */
export function createControlOps(work: DedupWork, clearing: Clearing, tell: Tell) {
  function control<A = unknown>(
    event: (args: A, row: TaskRow) => TaskEvent,
    then: (tx: Tx, row: TaskRow, deed: TaskDeed, args: A) => Promise<Task | null>,
    name: string,
  ): Control<A> {
    return {
      name: `tasks.task.${name}`,
      async run(tx, args) {
        await tx.lock('tasks_task', args.id);
        const row = await findTask(tx, args.id);
        if (!row) return refuse('TASKS_UNKNOWN');
        const deed = decideTask(row.status, event(args, row));
        if (isRefusal(deed)) return deed;
        return { task: await then(tx, row, deed, args), message: deed.message };
      },
    };
  }

  /** Everything of an earlier run goes: plan, counters and its error; its results by the work (faults 5 and 12). */
  async function begin(tx: Tx, row: TaskRow, { message }: TaskDeed, { extent }: { extent: Extent }) {
    await tables(tx).deleteFrom('tasks_part').where('task_id', '=', row.id).execute();
    const changed = await changeTask(tx, row.id, {
      ...NOTHING_FOUND,
      status: 'running',
      total_groups: extent.groups,
      total_questions: extent.questions,
      started_at: row.started_at ?? tx.now,
      run_at: tx.now,
    });
    await tx.work(work, taskKey(row.id), inputOf(row), { from: 'start' });
    return tell.progress(tx, changed, { message });
  }

  async function pause(tx: Tx, row: TaskRow, { message }: TaskDeed) {
    await tx.stop(work, taskKey(row.id), 'keep');
    const changed = await changeTask(tx, row.id, { status: 'paused', paused_at: tx.now });
    return tell.progress(tx, changed, { message });
  }

  async function resume(tx: Tx, row: TaskRow, { message }: TaskDeed) {
    await tx.work(work, taskKey(row.id), inputOf(row));
    const changed = await changeTask(tx, row.id, { status: 'running', paused_at: null });
    return tell.progress(tx, changed, { message });
  }

  async function cancel(tx: Tx, row: TaskRow, { message }: TaskDeed) {
    await tx.stop(work, taskKey(row.id), 'drop');
    const changed = await changeTask(tx, row.id, { status: 'cancelled', paused_at: null });
    return tell.cancelled(tx, changed, message);
  }

  async function remove(tx: Tx, row: TaskRow, { message }: TaskDeed) {
    await tx.stop(work, taskKey(row.id), 'drop');
    await removeTask(tx, clearing, row.id);
    await tell.deleted(tx, row, message);
    return null;
  }

  return {
    start: control<{ readonly extent: Extent }>(() => ({ is: 'start' }), begin, 'start'),
    pause: control(() => ({ is: 'pause' }), pause, 'pause'),
    /** `since`: when this hub began. A pause from before it is resumed in another life of the worker. */
    resume: control<{ readonly since: Ms }>(
      ({ since }, row) => ({ is: 'resume', restarted: (row.paused_at ?? 0) < since }),
      resume,
      'resume',
    ),
    cancel: control(() => ({ is: 'cancel' }), cancel, 'cancel'),
    remove: control(() => ({ is: 'delete' }), remove, 'delete'),
  };
}

const NOTHING_FOUND = {
  processed_groups: 0,
  group_share: 0,
  exact_duplicate_groups: 0,
  exact_duplicate_pairs: 0,
  similar_duplicate_pairs: 0,
  paused_at: null,
  completed_at: null,
  error: null,
} as const;

/** What the work is given: all it needs to begin, so that a later change of the row does not reach into a run. */
function inputOf({ id, analysis_type, config }: TaskRow): DedupInput {
  const settings = readConfig(config === null ? null : JSON.parse(config));
  // It was checked when it was stored.
  if (isRefusal(settings)) throw new CodedError(settings.refuse, settings.detail);
  const { threshold, method, filters } = settings;
  return {
    task: id,
    threshold,
    method,
    filters: analysis_type === 'custom' ? filters : {},
    incremental: analysis_type === 'incremental',
  };
}
