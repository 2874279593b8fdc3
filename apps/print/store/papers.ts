import type { Fact, Item, Key, Mailbox, Ms, Tx } from '@posthouse/kernel';
import { decidePaper, PAPERS, pausedKey, printerOfKey, type PaperBody, type PaperState } from '../rules.ts';
import { hasRoom, record, updateJob } from './paper-rows.ts';
import { noteState } from './rooms.ts';
import { tables, type PaperTable } from './tables.ts';

export interface PaperBoxSettings {
  readonly silence: Ms;
  readonly retryDelay: Ms;
}

/** Waiting papers per printer; an order beyond it is refused rather than lost. */
const BOUND = 2_000;

/**
 * The mailbox of papers. Its silence is a backstop for holders that vanished: those that live (an old client's
 * session, the direct driver) keep the configured time themselves, and a little earlier.
 */
export function createPaperBox(settings: PaperBoxSettings): Mailbox<PaperBody> {
  const box: Mailbox<PaperBody> = {
    name: PAPERS,
    order: 'priority',
    window: { items: 1, bytes: 1_000_000 },
    bound: BOUND,
    silence: Math.round(settings.silence * 1.2) + 1_000,
    again: () => null,
    rival: 'probe',
    changed: (tx, item, fact) => follow(tx, box, settings, item, fact),
  };
  return box;
}

/** The only place where paper and job state follow delivery (K3). */
async function follow(
  tx: Tx,
  box: Mailbox<PaperBody>,
  { retryDelay }: PaperBoxSettings,
  item: Item<PaperBody>,
  fact: Fact,
): Promise<void> {
  const { job, copy, attempt } = item.body;
  const row = await tables(tx)
    .selectFrom('print_paper')
    .innerJoin('print_job', 'print_job.id', 'print_paper.job_id')
    .select(['print_paper.status', 'attempt', 'failures', 'print_paper.evidence', 'max_retries'])
    .select('print_paper.error_message')
    .where('job_id', '=', job)
    .where('copy', '=', copy)
    .executeTakeFirst();
  if (!row) return;
  if (fact.is !== 'evidence' || (await hasRoom(tx, job))) {
    await record(tx, item.body, wordFor(fact), 'report' in fact ? fact.report : undefined);
  }
  await noteProgress(tx, item.key, fact);
  const mute = fact.is === 'over' && fact.how === 'unknown' && (await isMute(tx, item.key));
  const paper: PaperState = { ...row, error: row.error_message };
  const { state, effects } = decidePaper(
    paper,
    { fact, item, mute, maxRetries: row.max_retries, retryDelay },
    tx.now,
  );
  if (state === paper) return;
  let posted: Partial<PaperTable> = {};
  for (const effect of effects) {
    if (effect.do !== 'post') continue;
    const key = await keyNow(tx, effect.key);
    posted = {
      item_id: await tx.post(box, key, effect.body as PaperBody, effect.how),
      box_key: key,
      posted_at: tx.now,
    };
    await record(tx, { job, copy, attempt: attempt + 1 }, 'posted');
  }
  await tables(tx)
    .updateTable('print_paper')
    .set({
      status: state.status,
      attempt: state.attempt,
      failures: state.failures,
      evidence: state.evidence,
      error_message: state.error,
      ...posted,
    })
    .where('job_id', '=', job)
    .where('copy', '=', copy)
    .execute();
  await updateJob(tx, job);
}

/** Whoever has a paper in hand says how its printer is. */
async function noteProgress(tx: Tx, key: Key, fact: Fact): Promise<void> {
  if (fact.is !== 'evidence') return;
  const id = printerOfKey(key);
  const state = (fact.report as { state?: unknown } | null)?.state;
  if (id !== null && typeof state === 'string') await noteState(tx, id, state);
}

/** The key of the next attempt: a printer that was paused meanwhile gets nothing. */
async function keyNow(tx: Tx, key: Key): Promise<Key> {
  const id = printerOfKey(key);
  if (id === null) return key;
  const printer = await tables(tx)
    .selectFrom('printer_config')
    .select('paused')
    .where('id', '=', id)
    .executeTakeFirst();
  return printer?.paused === 1 ? pausedKey(id) : key;
}

/** The last client that held the key; the hub's own drivers hold keys that no client has. */
async function isMute(tx: Tx, key: Key): Promise<boolean> {
  const client = await tables(tx)
    .selectFrom('print_client')
    .select('voice')
    .where('box_key', '=', key)
    .orderBy('held_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return client?.voice === 'mute';
}

function wordFor(fact: Fact): string {
  return fact.is === 'over' ? fact.how : fact.is;
}
