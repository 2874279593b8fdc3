import { refuse, type Id, type Key, type Mailbox, type Ms, type Refusal, type Tx } from '@posthouse/kernel';
import type { TemplateData } from '@posthouse/printing';
import type { Selectable } from 'kysely';
import type { JobType } from '../contract/states.ts';
import { ANY, paperRef, pausedKey, printerKey, type PaperBody } from '../rules.ts';
import { announceJob, record, updateJob } from './paper-rows.ts';
import type { PrinterRow } from './printers.ts';
import { tables, type JobTable } from './tables.ts';
import { markupOf } from './templates.ts';

/** Refusals by the printer after which a paper stays failed. */
const MAX_RETRIES = 3;

/** Where papers go, and how long they may wait. */
export interface Press {
  readonly box: Mailbox<PaperBody>;
  readonly orderExpiry: Ms;
}

type JobRow = Selectable<JobTable>;

export interface NewJobRow {
  readonly orderId: Id | null;
  readonly printer: PrinterRow | null;
  readonly type: JobType;
  readonly content: string;
  readonly markup?: string | null;
  /** With it, `markup` is a template of the job's type. */
  readonly data?: TemplateData | null;
  readonly priority: number;
  readonly copies: number;
  readonly reprintOf?: Id;
  readonly reprint?: number;
}

/** The mailbox of a printer's papers; without a printer, that of whoever comes. */
export function keyOf(printer: PrinterRow | null): Key {
  if (!printer) return ANY;
  return printer.paused === 1 ? pausedKey(printer.id) : printerKey(printer.id);
}

/** Only who writes bytes can print more than text. */
export function takesMarkup(printer: PrinterRow | null): boolean {
  return printer !== null && printer.driver !== 'client';
}

/** One job: a row, and one mailbox item per copy. */
export async function addJob(tx: Tx, press: Press, given: NewJobRow): Promise<Id> {
  const job = await tables(tx)
    .insertInto('print_job')
    .values({
      order_id: given.orderId,
      printer_id: given.printer?.id ?? null,
      job_type: given.type,
      status: 'waiting',
      print_content: given.content,
      markup: given.markup ?? null,
      print_data: given.data ? JSON.stringify(given.data) : null,
      copies: given.copies,
      priority: given.priority,
      created_at: tx.now,
      started_at: null,
      completed_at: null,
      ended_at: null,
      error_message: null,
      retry_count: 0,
      max_retries: MAX_RETRIES,
      evidence: null,
      reprint_of: given.reprintOf ?? null,
      reprint: given.reprint ?? 0,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  for (let copy = 1; copy <= given.copies; copy++) {
    const body = await bodyOf(tx, job, given.printer, copy, 1);
    const item = await post(tx, press, keyOf(given.printer), body);
    await tables(tx)
      .insertInto('print_paper')
      .values({
        job_id: job.id,
        copy,
        attempt: 1,
        item_id: item,
        box_key: keyOf(given.printer),
        status: 'waiting',
        failures: 0,
        evidence: null,
        error_message: null,
        posted_at: tx.now,
      })
      .execute();
    await record(tx, body, 'posted');
  }
  await announceJob(tx, job.id, null);
  return job.id;
}

interface Again {
  readonly job: Id;
  readonly copy: number;
  /** From when its waiting counts; now when absent. */
  readonly since?: Ms;
}

/**
 * Posts the next attempt of a paper whose last one is known not to be on paper, to the printer given. Its failures
 * are forgotten: a person, or another printer, begins anew.
 */
export async function postAgain(
  tx: Tx,
  press: Press,
  { job, copy, since = tx.now }: Again,
  printer: PrinterRow | null,
): Promise<void> {
  const row = await jobRow(tx, job);
  const { attempt } = await tables(tx)
    .updateTable('print_paper')
    .set((eb) => ({ attempt: eb('attempt', '+', 1) }))
    .where('job_id', '=', job)
    .where('copy', '=', copy)
    .returning('attempt')
    .executeTakeFirstOrThrow();
  const body = await bodyOf(tx, row, printer, copy, attempt);
  const key = keyOf(printer);
  const item = await post(tx, press, key, body, since);
  await tables(tx)
    .updateTable('print_paper')
    .set({
      item_id: item,
      box_key: key,
      status: 'waiting',
      failures: 0,
      evidence: null,
      error_message: null,
      posted_at: since,
    })
    .where('job_id', '=', job)
    .where('copy', '=', copy)
    .execute();
  await record(tx, body, 'posted');
}

/**
 * Moves what nobody has begun from one mailbox to the printer given (a fallback, or the printer itself when it is
 * paused or goes on). Returns how many papers moved.
 */
export async function movePapers(tx: Tx, press: Press, from: Key, to: PrinterRow): Promise<number> {
  const papers = await waitingAt(tx, from);
  const jobs = new Set<Id>();
  for (const paper of papers) {
    const { job_id: job, copy, attempt, posted_at: since } = paper;
    // The row is ahead of the item that is taken back, so that its end does not cancel the paper.
    await postAgain(tx, press, { job, copy, since }, to);
    await tx.revoke(press.box, from, paperRef({ job, copy, attempt }));
    jobs.add(job);
  }
  for (const job of jobs) {
    await tables(tx).updateTable('print_job').set({ printer_id: to.id }).where('id', '=', job).execute();
    await updateJob(tx, job);
  }
  return papers.length;
}

/** Takes back what nobody has begun; the papers follow in the mailbox's `changed`. Returns how many there were. */
export async function withdraw(
  tx: Tx,
  press: Press,
  papers: readonly { job_id: Id; copy: number; attempt: number; box_key: Key }[],
): Promise<number> {
  for (const { job_id, copy, attempt, box_key } of papers) {
    await tx.revoke(press.box, box_key, paperRef({ job: job_id, copy, attempt }));
  }
  return papers.length;
}

export function waitingPapers(tx: Tx) {
  return tables(tx)
    .selectFrom('print_paper')
    .select(['job_id', 'copy', 'attempt', 'box_key', 'posted_at'])
    .where('status', '=', 'waiting')
    .orderBy('job_id')
    .orderBy('copy');
}

export const waitingAt = (tx: Tx, key: Key) => waitingPapers(tx).where('box_key', '=', key).execute();

/** The printer that somebody chose: it must be there and enabled. */
export async function choose(tx: Tx, id: Id): Promise<PrinterRow | Refusal> {
  const row = await tables(tx)
    .selectFrom('printer_config')
    .selectAll()
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (!row) return refuse('PRINT_PRINTER_UNKNOWN', { printer_id: id });
  return row.is_active === 1 ? row : refuse('PRINT_PRINTER_DISABLED', { printer_id: id });
}

/** The first active printer that prints orders; null: whoever comes. */
export async function defaultPrinter(tx: Tx): Promise<PrinterRow | null> {
  const row = await tables(tx)
    .selectFrom('printer_config')
    .selectAll()
    .where('deleted_at', 'is', null)
    .where('is_active', '=', 1)
    .where('auto_print_orders', '=', 1)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** A job's printer as it is now, deleted or not; null for a job that is anybody's. */
export async function printerOf(tx: Tx, job: Pick<JobRow, 'printer_id'>): Promise<PrinterRow | null> {
  if (job.printer_id === null) return null;
  return tables(tx)
    .selectFrom('printer_config')
    .selectAll()
    .where('id', '=', job.printer_id)
    .executeTakeFirstOrThrow();
}

function post(tx: Tx, { box, orderExpiry }: Press, key: Key, body: PaperBody, since = tx.now): Promise<Id> {
  return tx.post(box, key, body, {
    ref: paperRef(body),
    lost: 'ask',
    priority: body.priority,
    expires: since + orderExpiry,
  });
}

function jobRow(tx: Tx, id: Id): Promise<JobRow> {
  return tables(tx).selectFrom('print_job').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

async function bodyOf(
  tx: Tx,
  job: JobRow,
  printer: PrinterRow | null,
  copy: number,
  attempt: number,
): Promise<PaperBody> {
  const order =
    job.order_id === null
      ? null
      : await tables(tx)
          .selectFrom('print_order')
          .selectAll()
          .where('id', '=', job.order_id)
          .executeTakeFirstOrThrow();
  const markup = takesMarkup(printer) ? markupOf(job, copy) : null;
  return {
    job: job.id,
    copy,
    attempt,
    copies: job.copies,
    priority: job.priority,
    type: job.job_type,
    content: job.print_content,
    ...(markup !== null && { markup }),
    order: order && {
      id: order.id,
      status: order.status,
      totalCents: order.total_cents,
      createdAt: order.created_at,
      phone: order.customer_phone,
    },
    printer: {
      id: printer?.id ?? null,
      name: printer?.name ?? '默认打印机',
      ip: printer?.ip_address ?? null,
      paperWidth: printer?.paper_width ?? 80,
      type: printer?.printer_type ?? 'thermal',
      commandSet: printer?.command_set ?? 'escpos',
    },
  };
}
