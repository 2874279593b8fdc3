import type { Item, Mailbox, Ms, Tx } from '@posthouse/kernel';
import type { Selectable } from 'kysely';
import { decideJob, jobRef, JOBS, type JobBody, type JobChange } from '../rules.ts';
import { showJob } from './rooms.ts';
import { toJob } from './shapes.ts';
import { tables, type JobTable } from './tables.ts';
import type { Tell } from './webhooks.ts';

/** Waiting jobs per station; what comes beyond is refused rather than lost. */
const BOUND = 2_000;

/**
 * The mailbox of the stations' jobs. Its window is wide because a page that never reports has many in hand until its
 * next pong; its silence ends what a hub that was killed had sent.
 */
export function createJobBox(silence: Ms, tell: Tell): Mailbox<JobBody> {
  const box: Mailbox<JobBody> = {
    name: JOBS,
    order: 'fifo',
    window: { items: 256, bytes: 8_000_000 },
    bound: BOUND,
    silence,
    again: () => null,
    rival: 'newest',
    async changed(tx, item, fact) {
      // Every print passes here, and what it makes of the job is known without looking.
      if (fact.is === 'started') return markSent(tx, item);
      const row = await findJob(tx, item.body.job);
      if (!row || row.attempt !== item.body.attempt) return;
      const change = decideJob(row, item.body, fact, tx.now);
      if (!change) return;
      const { again, ...fields } = change;
      if (again) await postAgain(tx, box, row, item.key, item.body);
      await applyChange(tx, row, { ...fields, item_id: item.id }, tell);
    },
  };
  return box;
}

async function markSent(tx: Tx, { id, body }: Item<JobBody>): Promise<void> {
  const row = await tables(tx)
    .updateTable('bridge_job')
    .set({ state: 'sent', sent_at: tx.now, item_id: id })
    .where('id', '=', body.job)
    .where('attempt', '=', body.attempt)
    .returningAll()
    .executeTakeFirst();
  if (row) await showJob(tx, row);
}

async function postAgain(
  tx: Tx,
  box: Mailbox<JobBody>,
  row: Selectable<JobTable>,
  key: string,
  body: JobBody,
): Promise<void> {
  const next = { ...body, attempt: body.attempt + 1 };
  await tx.post(box, key, next, {
    ref: jobRef(next),
    lost: 'ask',
    ...(row.expires_at !== null && { expires: row.expires_at }),
  });
  await tables(tx)
    .updateTable('bridge_job')
    .set({ attempt: next.attempt })
    .where('id', '=', row.id)
    .execute();
}

/** Writes what became of a job, and tells the webhooks when it has ended. */
export async function applyChange(
  tx: Tx,
  row: Selectable<JobTable>,
  change: Omit<JobChange, 'again'> & { readonly item_id?: number },
  tell: Tell,
): Promise<void> {
  await tables(tx).updateTable('bridge_job').set(change).where('id', '=', row.id).execute();
  const after = { ...row, ...change };
  await showJob(tx, after);
  if (change.ended_at === undefined) return;
  await tell(tx, `job.${after.state}`, String(row.id), { job: toJob(after) });
}

export function findJob(tx: Tx, id: number) {
  return tables(tx).selectFrom('bridge_job').selectAll().where('id', '=', id).executeTakeFirst();
}
