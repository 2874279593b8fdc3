import {
  isRefusal,
  reply,
  type Call,
  type Id,
  type Refusal,
  type Reply,
  type Route,
} from '@posthouse/kernel';
import type { Receipt } from '@posthouse/printing';
import { ById } from '../contract.ts';
import type { Live } from '../live.ts';
import { rendered } from '../receipt/rendered.ts';
import type { PrintStore } from '../store.ts';
import type { JobPaper } from '../store/jobs.ts';
import { png, route, text } from './route.ts';

/** A job's paper as a picture, as text and as the very bytes a printer gets. */
export function receiptRoutes({ jobs }: PrintStore, live: Live): readonly Route[] {
  const shown = (form: string, zh: string, en: string, show: (paper: JobPaper) => Promise<Reply | Refusal>) =>
    route<{ id: Id }>({
      method: 'GET',
      path: `/api/print/jobs/:id/receipt.${form}`,
      permission: 'print.job.read',
      summary: { zh, en },
      schema: { params: ById },
      async handle(call) {
        const paper = await paperOf(call);
        return isRefusal(paper) ? paper : show(paper);
      },
    });
  const paperOf = (call: Call<{ id: Id }>): Promise<JobPaper | Refusal> =>
    call.read(jobs.paper, { id: call.params.id });
  return [
    shown('svg', '小票图样（SVG）', 'The paper as a picture (SVG)', async (paper) => {
      const svg = await rendered(live.renderer, (renderer) => renderer.svg(receiptOf(paper)));
      return isRefusal(svg) ? svg : text('image/svg+xml', svg);
    }),
    shown(
      'png',
      '小票图样（PNG，一点一像素）',
      'The paper as a picture (PNG, a pixel a dot)',
      async (paper) => {
        const picture = await rendered(live.renderer, (renderer) => renderer.png(receiptOf(paper)));
        return isRefusal(picture) ? picture : png(picture);
      },
    ),
    shown('txt', '小票文字', 'The paper as text', async (paper) => text('text/plain', paper.content)),
    shown('escpos', '打印机收到的字节', 'The bytes that a printer gets', async (paper) => {
      const body = await rendered(live.renderer, (renderer) => renderer.encode(receiptOf(paper)));
      if (isRefusal(body)) return body;
      return reply({ headers: { 'content-type': 'application/octet-stream' }, body });
    }),
  ];
}

function receiptOf({ content, markup, paperWidth, commandSet }: JobPaper): Receipt {
  return {
    content: markup === null ? { text: content } : { markup },
    paperWidthMm: paperWidth,
    commandSet,
  };
}
