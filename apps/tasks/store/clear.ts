import type { Id, Job, Op, Tx, Work } from '@posthouse/kernel';
import { sql } from 'kysely';
import { itemsOf, type SetTable } from './sets.ts';
import { tables } from './tables.ts';

/** Results from one group of a task's plan on. */
export interface Leftover {
  readonly task: Id;
  readonly from: number;
}

/** Sets, members and pairs of one commit: a task may have found half a million rows, and no writer waits for that. */
const SETS = 200;
const MEMBERS = 2_000;
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
      await clearSets(tx, 'tasks_exact_group', leftover);
      await clearSets(tx, 'tasks_cluster', leftover);
      const pairs = await someOf(tx, 'tasks_pair', leftover, PAIRS);
      if (pairs.length > 0) await tables(tx).deleteFrom('tasks_pair').where('id', 'in', pairs).execute();
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

/** Some sets with their members; one with more than a commit takes loses so many of them, and goes when few are left. */
async function clearSets(tx: Tx, table: SetTable, { task, from }: Leftover): Promise<void> {
  const db = tables(tx);
  const sets = await db
    .selectFrom(table)
    .select(['id', 'question_count'])
    .where('task_id', '=', task)
    .where('part', '>=', from)
    .limit(SETS)
    .execute();
  if (sets.length === 0) return;
  const { items, owner } = itemsOf(table);
  let members = 0;
  const small = sets.filter(({ question_count }) => (members += question_count) <= MEMBERS);
  if (small.length > 0) {
    const ids = small.map(({ id }) => id);
    await sql`delete from ${items} where ${owner} in (${sql.join(ids)})`.execute(db);
    await db.deleteFrom(table).where('id', 'in', ids).execute();
    return;
  }
  const { id } = sets[0]!;
  await sql`delete from ${items} where ${owner} = ${id} and question_id in
    (select question_id from ${items} where ${owner} = ${id} limit ${MEMBERS})`.execute(db);
  await sql`update ${sql.table(table)} set question_count = question_count - ${MEMBERS} where id = ${id}`.execute(
    db,
  );
}

async function someOf(
  tx: Tx,
  table: SetTable | 'tasks_pair',
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
