import { isRefusal, type Id, type Route } from '@posthouse/kernel';
import {
  ById,
  Job,
  JobDetail,
  JobPage,
  ListJobs,
  NewJob,
  ReprintJob,
  ResolveJob,
  Stats,
} from '../contract.ts';
import type { Live } from '../live.ts';
import { tooLong } from '../receipt/bounds.ts';
import { markupOfNew } from '../receipt/marks.ts';
import { picturesFit } from '../receipt/printable.ts';
import { rendered } from '../receipt/rendered.ts';
import type { PrintStore } from '../store.ts';
import { made, route, worded } from './route.ts';

export function jobRoutes({ jobs, stats }: PrintStore, live: Live): readonly Route[] {
  return [
    route<unknown, ListJobs>({
      method: 'GET',
      path: '/api/print/jobs',
      permission: 'print.job.read',
      summary: { zh: '打印任务，最新在前', en: 'Print jobs, newest first' },
      schema: { query: ListJobs, response: { 200: JobPage } },
      async handle(call) {
        const page = await call.read(jobs.list, call.query);
        return { ...page, items: page.items.map((job) => worded(job, call.locale)) };
      },
    }),
    route<unknown, unknown, NewJob>({
      method: 'POST',
      path: '/api/print/jobs',
      permission: 'print.job.create',
      summary: {
        zh: '打印文字、小票标记或 PNG 图片（不属于任何订单）',
        en: 'Print a text, receipt markup or a PNG that belongs to no order',
      },
      schema: { body: NewJob, response: { 201: Job } },
      async handle(call) {
        const markup = markupOfNew(call.body);
        // Only what is bounded is tried, and here rather than in the transaction, which others wait for.
        if (markup !== null && tooLong({ markup }) === null && picturesFit(markup)) {
          const bytes = await rendered(live.renderer, (renderer) => renderer.encode({ content: { markup } }));
          if (isRefusal(bytes)) return bytes;
        }
        return made(await call.write(jobs.create, call.body));
      },
    }),
    route<{ id: Id }>({
      method: 'GET',
      path: '/api/print/jobs/:id',
      permission: 'print.job.read',
      summary: {
        zh: '打印任务及其小票、历史与凭据',
        en: 'A print job with its papers, history and evidence',
      },
      schema: { params: ById, response: { 200: JobDetail } },
      async handle(call) {
        const job = await call.read(jobs.get, { id: call.params.id });
        if (isRefusal(job)) return job;
        return { ...worded(job, call.locale), papers: job.papers.map((paper) => worded(paper, call.locale)) };
      },
    }),
    route<{ id: Id }>({
      method: 'POST',
      path: '/api/print/jobs/:id/cancel',
      permission: 'print.job.cancel',
      summary: { zh: '取消：收回还没有开始打印的小票', en: 'Cancel: take back papers that nobody has begun' },
      schema: { params: ById, response: { 200: Job } },
      async handle(call) {
        const job = await call.write(jobs.cancel, { id: call.params.id });
        return isRefusal(job) ? job : worded(job, call.locale);
      },
    }),
    route<{ id: Id }>({
      method: 'POST',
      path: '/api/print/jobs/:id/retry',
      permission: 'print.job.retry',
      summary: { zh: '重试失败或过期的任务（同一任务）', en: 'Retry a failed or expired job: the same job' },
      schema: { params: ById, response: { 200: Job } },
      handle: (call) => call.write(jobs.retry, { id: call.params.id }),
    }),
    route<{ id: Id }, unknown, ReprintJob>({
      method: 'POST',
      path: '/api/print/jobs/:id/reprint',
      permission: 'print.job.retry',
      summary: { zh: '补打：新任务，小票上印有“补打”与次数', en: 'Reprint: a new job whose paper says so' },
      schema: { params: ById, body: ReprintJob, response: { 201: Job } },
      handle: async (call) => made(await call.write(jobs.reprint, { ...call.body, id: call.params.id })),
    }),
    route<{ id: Id }, unknown, ResolveJob>({
      method: 'POST',
      path: '/api/print/jobs/:id/resolve',
      permission: 'print.job.retry',
      summary: {
        zh: '判定不确定的小票：printed 为 false 时重新打印',
        en: 'Decide about uncertain papers: printed false prints them now',
      },
      schema: { params: ById, body: ResolveJob, response: { 200: Job } },
      handle: (call) => call.write(jobs.resolve, { ...call.body, id: call.params.id, by: call.principal.id }),
    }),
    route({
      method: 'GET',
      path: '/api/print/stats',
      permission: 'print.job.read',
      summary: { zh: '打印统计（今日按店铺时区）', en: "Print statistics; today is the shop's day" },
      schema: { response: { 200: Stats } },
      handle: (call) => call.read(stats, null),
    }),
  ];
}
