import type { Key, Op } from '@posthouse/kernel';
import { JOB_STATES, type JobState } from '../contract/states.ts';
import { tables } from './tables.ts';

export interface Counts {
  readonly jobs: Record<JobState, number>;
  /** Papers waiting, by mailbox key. */
  readonly waiting: Readonly<Record<Key, number>>;
}

/** How many jobs are in each state, and where papers wait. */
export const counts: Op<null, Counts> = {
  name: 'print.status.counts',
  async run(tx) {
    const rows = await tables(tx)
      .selectFrom('print_job')
      .select((eb) => ['status', eb.fn.countAll<number>().as('count')])
      .groupBy('status')
      .execute();
    const waiting = await tables(tx)
      .selectFrom('print_paper')
      .select((eb) => ['box_key', eb.fn.countAll<number>().as('count')])
      .where('status', '=', 'waiting')
      .groupBy('box_key')
      .execute();
    const jobs = Object.fromEntries(JOB_STATES.map((state) => [state, 0])) as Record<JobState, number>;
    for (const { status, count } of rows) jobs[status] = count;
    return { jobs, waiting: Object.fromEntries(waiting.map(({ box_key, count }) => [box_key, count])) };
  },
};
