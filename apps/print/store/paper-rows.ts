import type { Id, Tx } from '@posthouse/kernel';
import { foldJob, hasEnded } from '../rules.ts';
import type { JobState } from '../contract/states.ts';
import { selectJobs } from './job-rows.ts';
import { JOBS_KEY, jobsRoom, tell } from './rooms.ts';
import { iso, toJob } from './shapes.ts';
import { tables } from './tables.ts';

/** Reports are small; whatever a hostile client adds is cut here. */
const LONGEST_REPORT = 2_000;
const LONGEST_HISTORY = 500;

/** What a job's history keeps: facts with their reports, in the order in which they became known. */
export async function record(
  tx: Tx,
  paper: { job: Id; copy: number; attempt: number },
  what: string,
  report?: unknown,
): Promise<void> {
  const text = report === undefined ? null : JSON.stringify(report);
  await tables(tx)
    .insertInto('print_job_event')
    .values({
      job_id: paper.job,
      copy: paper.copy,
      attempt: paper.attempt,
      at: tx.now,
      what,
      report: text !== null && text.length > LONGEST_REPORT ? JSON.stringify({ cut: true }) : text,
    })
    .execute();
}

/** A client may repeat itself for ever; what it says still counts, but is no longer written down. */
export async function hasRoom(tx: Tx, job: Id): Promise<boolean> {
  const { kept } = await tables(tx)
    .selectFrom('print_job_event')
    .select((eb) => eb.fn.countAll<number>().as('kept'))
    .where('job_id', '=', job)
    .executeTakeFirstOrThrow();
  return kept < LONGEST_HISTORY;
}

/** Makes the job what its papers are now, and tells whoever watches. */
export async function updateJob(tx: Tx, job: Id): Promise<void> {
  const papers = await tables(tx)
    .selectFrom('print_paper')
    .select(['status', 'attempt', 'failures', 'evidence', 'error_message as error'])
    .where('job_id', '=', job)
    .orderBy('copy')
    .execute();
  const { status, error, retryCount, evidence } = foldJob(papers);
  const begun = papers.some((paper) => paper.status !== 'waiting');
  const printed = status === 'completed' || status === 'unconfirmed';
  const before = await tables(tx)
    .selectFrom('print_job')
    .select('status')
    .where('id', '=', job)
    .executeTakeFirstOrThrow();
  await tables(tx)
    .updateTable('print_job')
    .set((eb) => ({
      status,
      error_message: error,
      retry_count: retryCount,
      evidence,
      ...(begun && { started_at: eb.fn.coalesce('started_at', eb.val(tx.now)) }),
      completed_at: printed ? tx.now : null,
      ended_at: hasEnded(status) ? tx.now : null,
    }))
    .where('id', '=', job)
    .execute();
  await announceJob(tx, job, before.status);
}

/** Says what a job is now; `from` is what it was, null for a new one. */
export async function announceJob(tx: Tx, id: Id, from: JobState | null): Promise<void> {
  const job = toJob(await selectJobs(tx).where('print_job.id', '=', id).executeTakeFirstOrThrow());
  await tx.publish(jobsRoom, JOBS_KEY, job);
  if (job.status === from) return;
  const { order_id, printer_id, status } = job;
  await tell(tx, { type: 'job', job_id: id, order_id, printer_id, from, status, at: iso(tx.now) });
}
