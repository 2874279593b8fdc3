import { isRefusal, refuse, type Refusal, type Route } from '@posthouse/kernel';
import { TEMPLATE_KINDS, type TemplateKind } from '@posthouse/printing';
import * as Type from 'typebox';
import { NewTemplate, PreviewTemplate, Template } from '../contract.ts';
import type { Live } from '../live.ts';
import { picturesFit } from '../receipt/printable.ts';
import { rendered } from '../receipt/rendered.ts';
import type { PrintStore } from '../store.ts';
import { route, text } from './route.ts';

const ByKind = Type.Object({ kind: Type.Enum([...TEMPLATE_KINDS]) });
interface ByKind {
  readonly kind: TemplateKind;
}

/** How tickets look on printers that are driven by bytes: the owner's to write. Old clients get the text. */
export function templateRoutes({ templates }: PrintStore, live: Live): readonly Route[] {
  /** Its picture (SVG), or why it has none. */
  async function look(kind: TemplateKind, template: string, paperWidthMm = 80): Promise<string | Refusal> {
    if (!picturesFit(template)) return refuse('PRINT_JOB_UNPRINTABLE');
    const view = await rendered(live.renderer, (renderer) =>
      renderer.preview({ kind, template, paperWidthMm }),
    );
    if (isRefusal(view)) return view;
    return 'faults' in view ? refuse('PRINT_TEMPLATE_INVALID', { faults: view.faults }) : view.svg;
  }
  return [
    route({
      method: 'GET',
      path: '/api/print/templates',
      permission: 'print.printer.read',
      summary: { zh: '小票模板', en: 'Receipt templates' },
      schema: { response: { 200: Type.Object({ items: Type.Array(Template) }) } },
      handle: async (call) => ({ items: await call.read(templates.list, null) }),
    }),
    route<ByKind, unknown, NewTemplate>({
      method: 'PUT',
      path: '/api/print/templates/:kind',
      permission: 'print.printer.write',
      summary: { zh: '修改小票模板', en: 'Change a receipt template' },
      schema: { params: ByKind, body: NewTemplate, response: { 200: Template } },
      async handle(call) {
        const { kind } = call.params;
        const { template } = call.body;
        // Tried before it is kept: an order must print.
        const view = await look(kind, template);
        return isRefusal(view) ? view : call.write(templates.set, { kind, template });
      },
    }),
    route<ByKind>({
      method: 'DELETE',
      path: '/api/print/templates/:kind',
      permission: 'print.printer.write',
      summary: { zh: '恢复自带的小票模板', en: 'Go back to the template that comes with the app' },
      schema: { params: ByKind, response: { 200: Template } },
      handle: (call) => call.write(templates.set, { ...call.params, template: null }),
    }),
    route<ByKind, unknown, PreviewTemplate>({
      method: 'POST',
      path: '/api/print/templates/:kind/preview',
      effects: false,
      permission: 'print.printer.read',
      summary: {
        zh: '用示例订单预览小票模板（SVG）',
        en: 'A template on a sample order, as a picture (SVG)',
      },
      schema: { params: ByKind, body: PreviewTemplate },
      async handle(call) {
        const { kind } = call.params;
        const known = await call.read(templates.list, null);
        const template = call.body.template ?? known.find((one) => one.kind === kind)?.template ?? '';
        const view = await look(kind, template, call.body.paper_width);
        return isRefusal(view) ? view : text('image/svg+xml', view);
      },
    }),
  ];
}
