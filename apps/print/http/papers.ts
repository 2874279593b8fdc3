import { isRefusal, refuse, type Id, type Route } from '@posthouse/kernel';
import { ById, VirtualPapers } from '../contract.ts';
import type { Live } from '../live.ts';
import { rendered } from '../receipt/rendered.ts';
import { iso } from '../store/shapes.ts';
import { png, route, text } from './route.ts';

/** What the virtual printer has printed; empty when there is none. */
export function paperRoutes(live: Live): readonly Route[] {
  const paper = (id: Id) => live.virtual?.paper(id) ?? refuse('PRINT_PAPER_UNKNOWN', { id });
  return [
    route({
      method: 'GET',
      path: '/api/print/papers',
      permission: 'print.job.read',
      summary: { zh: '虚拟打印机打出的小票，最新在前', en: 'Papers of the virtual printer, newest first' },
      schema: { response: { 200: VirtualPapers } },
      async handle() {
        const papers = live.virtual?.papers().toReversed() ?? [];
        return {
          items: papers.map((one) => ({ id: one.id, at: iso(one.at), text: one.text })),
          total: papers.length,
        };
      },
    }),
    route<{ id: Id }>({
      method: 'GET',
      path: '/api/print/papers/:id.svg',
      permission: 'print.job.read',
      summary: { zh: '一张小票的图样', en: 'A paper as a picture' },
      schema: { params: ById },
      async handle(call) {
        const found = paper(call.params.id);
        if ('refuse' in found) return found;
        const svg = await rendered(live.renderer, (renderer) => renderer.draw(found));
        return isRefusal(svg) ? svg : text('image/svg+xml', svg);
      },
    }),
    route<{ id: Id }>({
      method: 'GET',
      path: '/api/print/papers/:id.png',
      permission: 'print.job.read',
      summary: { zh: '一张小票的图样（PNG）', en: 'A paper as a picture (PNG)' },
      schema: { params: ById },
      async handle(call) {
        const found = paper(call.params.id);
        if ('refuse' in found) return found;
        const picture = await rendered(live.renderer, (renderer) => renderer.drawPng(found));
        return isRefusal(picture) ? picture : png(picture);
      },
    }),
    route<{ id: Id }>({
      method: 'GET',
      path: '/api/print/papers/:id.txt',
      permission: 'print.job.read',
      summary: { zh: '一张小票的文字', en: 'A paper as text' },
      schema: { params: ById },
      async handle(call) {
        const found = paper(call.params.id);
        return 'refuse' in found ? found : text('text/plain', found.text);
      },
    }),
  ];
}
