import { isRefusal, type Id, type Route } from '@posthouse/kernel';
import * as Type from 'typebox';
import { ById, type Job } from '../contract.ts';
import { JOB_STATE_NAMES, JOB_STATES } from '../contract/states.ts';
import type { PrintStore } from '../store.ts';
import { confirmPage, html, page, say, type Html } from './page.ts';
import { adminRoute, refusalText, Said } from './route.ts';

const JOBS = '/admin/print/jobs';
const PAGE_SIZE = 20;

const Listing = Type.Object({
  ...Said.properties,
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
  status: Type.Optional(Type.Union([Type.Literal(''), Type.Enum([...JOB_STATES, 'pending'])])),
});
type Listing = Type.Static<typeof Listing>;

/** Jobs in the old admin site: newest first, 20 a page; retry and cancel by POST. */
export function adminJobRoutes({ jobs }: PrintStore): readonly Route[] {
  return [
    adminRoute<unknown, Listing>({
      method: 'GET',
      path: JOBS,
      permission: 'print.job.read',
      summary: { zh: '旧后台：打印任务', en: 'Old admin site: print jobs' },
      schema: { query: Listing },
      async handle(call) {
        const { page: at = 1, status, message } = call.query;
        const found = await call.read(jobs.list, { page: at, size: PAGE_SIZE, ...(status && { status }) });
        const last = Math.max(1, Math.ceil(found.total / PAGE_SIZE));
        const link = (to: number, text: string) =>
          to >= 1 && to <= last
            ? html`<a href="${JOBS}?page=${to}&amp;status=${status ?? ''}">${text}</a> `
            : null;
        return page(
          '打印任务',
          message,
          html`${jobTable(found.items)}
            <p>${link(at - 1, '上一页')}${at}/${last} ${link(at + 1, '下一页')}</p>`,
        );
      },
    }),
    ...(['retry', 'cancel'] as const).flatMap((deed) => deedRoutes(deed, jobs)),
  ];
}

function deedRoutes(deed: 'retry' | 'cancel', jobs: PrintStore['jobs']): readonly Route[] {
  const word = deed === 'retry' ? '重新发送' : '取消';
  const path = `${JOBS}/:id/${deed}`;
  const permission = `print.job.${deed}`;
  return [
    adminRoute<{ id: Id }>({
      method: 'GET',
      path,
      permission,
      summary: { zh: `旧后台：${word}任务前的确认页`, en: `Old admin site: asks before a job's ${deed}` },
      schema: { params: ById },
      handle: async ({ params }) =>
        confirmPage(`${word}打印任务 #${params.id}？`, `${JOBS}/${params.id}/${deed}`),
    }),
    adminRoute<{ id: Id }>({
      method: 'POST',
      path,
      permission,
      summary: { zh: `旧后台：${word}任务`, en: `Old admin site: ${deed} a job` },
      schema: { params: ById },
      async handle(call) {
        const { id } = call.params;
        const job = await call.write(jobs[deed], { id });
        if (isRefusal(job) && job.refuse === 'PRINT_JOB_UNKNOWN') return job;
        return say(JOBS, isRefusal(job) ? refusalText(job.refuse) : `打印任务 #${id} 已${word}`);
      },
    }),
  ];
}

/** Jobs in rows, with what may be done to each. */
export function jobTable(jobs: readonly Job[]): Html {
  const deed = (job: Job, name: 'retry' | 'cancel', text: string) =>
    html`<form class="at" method="post" action="${JOBS}/${job.id}/${name}"><button>${text}</button></form> `;
  return html`<table>
    <tr>
      <th>#</th>
      <th>订单</th>
      <th>打印机</th>
      <th>状态</th>
      <th>时间</th>
      <th></th>
    </tr>
    ${jobs.map(
      (job) =>
        html`<tr>
          <td>${job.id}</td>
          <td>${job.order_id ?? '—'}</td>
          <td>${job.printer_name ?? '默认打印机'}</td>
          <td>${JOB_STATE_NAMES[job.status]}</td>
          <td>${job.created_at}</td>
          <td>
            ${job.status === 'failed' || job.status === 'expired' ? deed(job, 'retry', '重试') : null}
            ${job.status === 'waiting' || job.status === 'failed' ? deed(job, 'cancel', '取消') : null}
          </td>
        </tr>`,
    )}
  </table>`;
}
