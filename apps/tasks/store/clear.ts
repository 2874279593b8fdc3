import type { Id, Job, Op, Tx, Work } from '@posthouse/kernel';
import { tables } from './tables.ts';

/** Results from one group of a task's plan on. */
export interface Leftover {
  readonly task: Id;
  readonly from: number;
}

/** Groups, clusters and pairs of one commit: a task may have found half a million rows, and no writer waits for that. */
const SETS = 200;
const PAIRS = 1_000;

/** Takes results away piece by piece, from a thread of its own. */
export function createClearing() {
  const left: Op<Leftover, boolean> = {
    name: 'tasks.clear.left',
    async run(tx, leftover) {
      for (const table of ['tasks_exact_group', 'tasks_pair', 'tasks_cluster'] as const) {
        if ((await someOf(tx, table, leftover, 1)).length > 0) return true;
      }
      return false;
    },
  };

  const some: Op<Leftover, void> = {
    name: 'tasks.clear.some',
    async run(tx, leftover) {
      const db = tables(tx);
      const groups = await someOf(tx, 'tasks_exact_group', leftover, SETS);
      if (groups.length > 0) {
        await db.deleteFrom('tasks_exact_item').where('group_id', 'in', groups).execute();
        await db.deleteFrom('tasks_exact_group').where('id', 'in', groups).execute();
      }
      const clusters = await someOf(tx, 'tasks_cluster', leftover, SETS);
      if (clusters.length > 0) {
        await db.deleteFrom('tasks_cluster_item').where('cluster_id', 'in', clusters).execute();
        await db.deleteFrom('tasks_cluster').where('id', 'in', clusters).execute();
      }
      const pairs = await someOf(tx, 'tasks_pair', leftover, PAIRS);
      if (pairs.length > 0) await db.deleteFrom('tasks_pair').where('id', 'in', pairs).execute();
    },
  };

  /** Until nothing is left, or the job is stopped. The job stays at this checkpoint. */
  async function clear(job: Job<unknown>, leftover: Leftover, checkpoint: unknown): Promise<void> {
    while (!job.stopped() && (await job.read(left, leftover))) await job.save(some, leftover, checkpoint);
  }

  /** What a task that is gone has found. */
  const work: Work<{ readonly task: Id }> = {
    name: 'tasks.clear',
    limit: 1,
    run: (job) => clear(job, { task: job.input.task, from: 0 }, null),
    done: async () => {},
    failed: async () => {},
  };

  return { clear, work, ops: { left, some } };
}

export type Clearing = ReturnType<typeof createClearing>;

async function someOf(
  tx: Tx,
  table: 'tasks_exact_group' | 'tasks_pair' | 'tasks_cluster',
  { task, from }: Leftover,
  limit: number,
): Promise<Id[]> {
  const rows = await tables(tx)
    .selectFrom(table)
    .select('id')
    .where('task_id', '=', task)
    .where('part', '>=', from)
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}
