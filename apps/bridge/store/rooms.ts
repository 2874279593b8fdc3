import type { Id, Ms, Op, Principal, StateRoom, Tx } from '@posthouse/kernel';
import type { Selectable } from 'kysely';
import type { Job } from '../contract.ts';
import { toJob } from './shapes.ts';
import { tables, type JobTable } from './tables.ts';

const JOBS_SHOWN = 100;
/** A busy station's jobs change faster than anybody reads. */
const EVERY: Ms = 200;
const READERS = ['owner', 'admin', 'local', 'operator', 'shop', 'viewer'];
const SCOPES = ['can:bridge.job.read', 'can:bridge.job.*', 'can:bridge.*'];

/** Whoever has `bridge.job.read`; stations and callers of an open network have not. */
export const mayWatch = ({ roles }: Principal): boolean =>
  roles.some((role) => READERS.includes(role) || SCOPES.includes(role));

/** A job that is no more. */
interface Gone {
  readonly id: Id;
  readonly deleted: true;
}

/** The newest jobs as they are now; `message` holds the code of an error of ours, REST its words. */
export const jobsRoom: StateRoom<Job | Gone> = {
  name: 'bridge.jobs',
  kind: 'state',
  id: ({ id }) => String(id),
  every: EVERY,
  may: mayWatch,
  async snapshot(store) {
    const { at, jobs } = await store.read(snapshotJobs, null);
    return { at, values: jobs };
  },
};
const JOBS_KEY = 'bridge/jobs';

export const snapshotJobs: Op<null, { at: number; jobs: Job[] }> = {
  name: 'bridge.job.snapshot',
  async run(tx) {
    const rows = await tables(tx)
      .selectFrom('bridge_job')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(JOBS_SHOWN)
      .execute();
    return { at: await tx.at(), jobs: rows.map(toJob) };
  },
};

/** Says that there is no such job any more, in the commit that removes it. */
export function showGone(tx: Tx, id: Id): Promise<void> {
  return tx.publish(jobsRoom, JOBS_KEY, { id, deleted: true });
}

/** Shows a job as its row is now, in the commit that made it so. */
export function showJob(tx: Tx, row: Selectable<JobTable>): Promise<void> {
  return tx.publish(jobsRoom, JOBS_KEY, toJob(row));
}
