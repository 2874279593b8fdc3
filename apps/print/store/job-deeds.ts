import { isRefusal, refuse, type Id, type Op, type Refusal, type Tx } from '@posthouse/kernel';
import type { TemplateData } from '@posthouse/printing';
import type { Job, NewJob, ReprintJob, ResolveJob } from '../contract.ts';
import { tooLong } from '../receipt/bounds.ts';
import { markReprint, markReprintMarkup, markupOfNew, PICTURE_TEXT } from '../receipt/marks.ts';
import { picturesFit } from '../receipt/printable.ts';
import { hasEnded, mayRetry, retryable } from '../rules.ts';
import { selectJobs } from './job-rows.ts';
import { record, updateJob } from './paper-rows.ts';
import {
  addJob,
  choose,
  defaultPrinter,
  postAgain,
  printerOf,
  takesMarkup,
  waitingPapers,
  withdraw,
  type Press,
} from './posting.ts';
import type { PrinterRow } from './printers.ts';
import { toJob } from './shapes.ts';
import { tables } from './tables.ts';

const LOOSE_PRIORITY = 5;

/** What people do to jobs. */
export function createJobDeeds(press: Press) {
  /** A text, markup or picture that belongs to no order. */
  const create: Op<NewJob, Job | Refusal> = {
    name: 'print.job.create',
    async run(tx, given) {
      const { text, markup, image, job_type = 'receipt', printer_id, copies = 1, priority } = given;
      if ([text, markup, image].filter((content) => content !== undefined).length !== 1) {
        return refuse('PRINT_JOB_EMPTY');
      }
      const printer = printer_id === undefined ? await defaultPrinter(tx) : await choose(tx, printer_id);
      if (isRefusal(printer)) return printer;
      if (text === undefined && !takesMarkup(printer)) return refuse('PRINT_JOB_NEEDS_BYTES');
      const whole = markupOfNew(given);
      const no = tooLong(whole === null ? { text: text ?? '' } : { markup: whole });
      if (no) return no;
      if (whole !== null && !picturesFit(whole)) return refuse('PRINT_JOB_UNPRINTABLE');
      const id = await addJob(tx, press, {
        orderId: null,
        printer,
        type: job_type,
        content: text ?? markup ?? PICTURE_TEXT,
        markup: whole,
        priority: priority ?? LOOSE_PRIORITY,
        copies,
      });
      return readJob(tx, id);
    },
  };

  /** Takes back every copy that nobody has begun, and closes those that failed; refused when there are none. */
  const cancel: Op<{ id: Id }, Job | Refusal> = {
    name: 'print.job.cancel',
    async run(tx, { id }) {
      const known = await selectJobs(tx).where('print_job.id', '=', id).executeTakeFirst();
      if (!known) return refuse('PRINT_JOB_UNKNOWN', { id });
      const papers = await papersOf(tx, id);
      const failed = papers.filter(({ status }) => mayRetry(status));
      const waiting = await waitingPapers(tx).where('job_id', '=', id).execute();
      if (waiting.length + failed.length === 0) {
        return refuse('PRINT_JOB_NOT_CANCELLABLE', { status: known.status });
      }
      await withdraw(tx, press, waiting);
      for (const { copy, attempt } of failed) {
        await setPaper(tx, id, copy, { status: 'cancelled', error_message: null });
        await record(tx, { job: id, copy, attempt }, 'cancelled');
      }
      if (failed.length > 0) await updateJob(tx, id);
      return readJob(tx, id);
    },
  };

  /** Prints under the same job what is known not to be on paper; an open question is resolved first. */
  const retry: Op<{ id: Id }, Job | Refusal> = {
    name: 'print.job.retry',
    async run(tx, { id }) {
      const job = await jobOf(tx, id);
      if (!job) return refuse('PRINT_JOB_UNKNOWN', { id });
      const papers = await papersOf(tx, id);
      const no = retryable(papers);
      if (no) return no;
      const printer = job.printer_id === null ? null : await choose(tx, job.printer_id);
      if (isRefusal(printer)) return printer;
      for (const { copy, status } of papers) {
        if (mayRetry(status)) await postAgain(tx, press, { job: id, copy }, printer);
      }
      await updateJob(tx, id);
      return readJob(tx, id);
    },
  };

  /** A person looked at the printer: what printed is completed, what did not is printed now. */
  const resolve: Op<ResolveJob & { id: Id; by: string }, Job | Refusal> = {
    name: 'print.job.resolve',
    async run(tx, { id, printed, copy: only, by }) {
      const job = await jobOf(tx, id);
      if (!job) return refuse('PRINT_JOB_UNKNOWN', { id });
      const open = (await papersOf(tx, id)).filter(
        ({ copy, status }) => status === 'uncertain' && (only === undefined || only === copy),
      );
      if (open.length === 0) return refuse('PRINT_JOB_NOT_UNCERTAIN', { status: job.status });
      const printer = printed || job.printer_id === null ? null : await choose(tx, job.printer_id);
      if (isRefusal(printer)) return printer;
      for (const { copy, attempt } of open) {
        await record(tx, { job: id, copy, attempt }, 'resolved', { printed, by });
        if (printed) {
          await setPaper(tx, id, copy, { status: 'completed', evidence: 'seen', error_message: null });
        } else {
          await postAgain(tx, press, { job: id, copy }, printer);
        }
      }
      await updateJob(tx, id);
      return readJob(tx, id);
    },
  };

  /** The same content once more, as a job of its own whose paper says so. */
  const reprint: Op<ReprintJob & { id: Id }, Job | Refusal> = {
    name: 'print.job.reprint',
    async run(tx, { id, printer_id }) {
      const job = await jobOf(tx, id);
      if (!job) return refuse('PRINT_JOB_UNKNOWN', { id });
      if (!hasEnded(job.status)) return refuse('PRINT_JOB_NOT_ENDED', { status: job.status });
      const origin = job.reprint_of ?? id;
      const original = origin === id ? job : ((await jobOf(tx, origin)) ?? job);
      const printer = await reprintPrinter(tx, original, printer_id);
      if (isRefusal(printer)) return printer;
      const loose = original.markup !== null && original.print_data === null;
      if (loose && !takesMarkup(printer)) return refuse('PRINT_JOB_NEEDS_BYTES');
      const count = (await reprintsOf(tx, origin)) + 1;
      const again = await addJob(tx, press, {
        orderId: original.order_id,
        printer,
        type: original.job_type,
        content: markReprint(original.print_content, count),
        ...(original.print_data === null
          ? { markup: original.markup === null ? null : markReprintMarkup(original.markup, count) }
          : // A template says by itself how often its paper was printed.
            { markup: original.markup, data: JSON.parse(original.print_data) as TemplateData }),
        priority: original.priority,
        copies: 1,
        reprintOf: origin,
        reprint: count,
      });
      return readJob(tx, again);
    },
  };

  return { create, cancel, retry, resolve, reprint };
}

async function readJob(tx: Tx, id: Id): Promise<Job> {
  return toJob(await selectJobs(tx).where('print_job.id', '=', id).executeTakeFirstOrThrow());
}

function jobOf(tx: Tx, id: Id) {
  return tables(tx).selectFrom('print_job').selectAll().where('id', '=', id).executeTakeFirst();
}

function papersOf(tx: Tx, job: Id) {
  return tables(tx)
    .selectFrom('print_paper')
    .select(['copy', 'attempt', 'status'])
    .where('job_id', '=', job)
    .orderBy('copy')
    .execute();
}

async function setPaper(
  tx: Tx,
  job: Id,
  copy: number,
  to: { status: 'completed' | 'cancelled'; evidence?: 'seen'; error_message: null },
): Promise<void> {
  await tables(tx)
    .updateTable('print_paper')
    .set(to)
    .where('job_id', '=', job)
    .where('copy', '=', copy)
    .execute();
}

/** The chosen printer, else the job's own; where that is gone, the default one. */
async function reprintPrinter(
  tx: Tx,
  job: { printer_id: Id | null },
  chosen: Id | undefined,
): Promise<PrinterRow | null | Refusal> {
  if (chosen !== undefined) return choose(tx, chosen);
  const own = await printerOf(tx, job);
  return own && own.deleted_at === null && own.is_active === 1 ? own : defaultPrinter(tx);
}

async function reprintsOf(tx: Tx, origin: Id): Promise<number> {
  const { count } = await tables(tx)
    .selectFrom('print_job')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('reprint_of', '=', origin)
    .executeTakeFirstOrThrow();
  return count;
}
