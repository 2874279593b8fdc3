import { refuse, type Id, type Op, type Refusal } from '@posthouse/kernel';
import type { JobDetail, JobPage, ListJobs } from '../contract.ts';
import { selectJobs } from './job-rows.ts';
import { iso, toJob } from './shapes.ts';
import { tables, type CommandSetName } from './tables.ts';
import { markupOf } from './templates.ts';

const PAGE_SIZE = 20;

const list: Op<ListJobs, JobPage> = {
  name: 'print.job.list',
  async run(tx, { page = 1, size = PAGE_SIZE, status, printer_id, order_id }) {
    // The old word for `waiting` is understood too.
    const state = status === 'pending' ? 'waiting' : status;
    let jobs = selectJobs(tx);
    let counted = tables(tx)
      .selectFrom('print_job')
      .select((eb) => eb.fn.countAll<number>().as('total'));
    if (state !== undefined) {
      jobs = jobs.where('status', '=', state);
      counted = counted.where('status', '=', state);
    }
    if (printer_id !== undefined) {
      jobs = jobs.where('printer_id', '=', printer_id);
      counted = counted.where('printer_id', '=', printer_id);
    }
    if (order_id !== undefined) {
      jobs = jobs.where('order_id', '=', order_id);
      counted = counted.where('order_id', '=', order_id);
    }
    const rows = await jobs
      .orderBy('print_job.id', 'desc')
      .limit(size)
      .offset((page - 1) * size)
      .execute();
    const { total } = await counted.executeTakeFirstOrThrow();
    return { items: rows.map(toJob), total, page, size };
  },
};

const get: Op<{ id: Id }, JobDetail | Refusal> = {
  name: 'print.job.get',
  async run(tx, { id }) {
    const row = await selectJobs(tx)
      .select('print_content')
      .where('print_job.id', '=', id)
      .executeTakeFirst();
    if (!row) return refuse('PRINT_JOB_UNKNOWN', { id });
    const papers = await tables(tx)
      .selectFrom('print_paper')
      .select(['copy', 'attempt', 'status', 'evidence', 'error_message'])
      .where('job_id', '=', id)
      .orderBy('copy')
      .execute();
    const history = await tables(tx)
      .selectFrom('print_job_event')
      .select(['at', 'copy', 'attempt', 'what', 'report'])
      .where('job_id', '=', id)
      .orderBy('id')
      .limit(1_000)
      .execute();
    return {
      ...toJob(row),
      content: row.print_content,
      papers,
      history: history.map(({ at, report, ...event }) => ({
        at: iso(at),
        ...event,
        ...(report !== null && { report: JSON.parse(report) as unknown }),
      })),
    };
  },
};

/** What a job's paper is made of. */
export interface JobPaper {
  readonly content: string;
  readonly markup: string | null;
  /** Millimetres. */
  readonly paperWidth: number;
  readonly commandSet: CommandSetName;
}

const paper: Op<{ id: Id }, JobPaper | Refusal> = {
  name: 'print.job.paper',
  async run(tx, { id }) {
    const row = await tables(tx)
      .selectFrom('print_job')
      .leftJoin('printer_config', 'printer_config.id', 'print_job.printer_id')
      .select(['print_content', 'markup', 'print_data', 'job_type', 'copies', 'reprint'])
      .select(['paper_width', 'command_set'])
      .where('print_job.id', '=', id)
      .executeTakeFirst();
    if (!row) return refuse('PRINT_JOB_UNKNOWN', { id });
    return {
      content: row.print_content,
      markup: markupOf(row, 1),
      paperWidth: row.paper_width ?? 80,
      commandSet: row.command_set ?? 'escpos',
    };
  },
};

export const jobViews = { list, get, paper };
