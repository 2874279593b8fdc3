import { refuse, type Call, type Route } from '@posthouse/kernel';
import type { VirtualPrinter } from '@posthouse/printing';
import { ChangeVirtualFaults, VirtualPrinterState } from '../contract.ts';
import type { Live } from '../live.ts';
import type { PrintStore } from '../store.ts';
import { route } from './route.ts';

/** The virtual printer, and what goes wrong with it when somebody wants to see what then happens. */
export function virtualRoutes({ printers }: PrintStore, live: Live): readonly Route[] {
  async function stateOf(virtual: VirtualPrinter, call: Call): Promise<VirtualPrinterState> {
    const rows = await call.read(printers.list, null);
    const { paper, cover, error, hang, silent, dead } = virtual.faults();
    return {
      printer_id: rows.find((row) => row.virtual)?.id ?? null,
      port: virtual.port,
      paper_width: virtual.paperWidthMm,
      state: virtual.state,
      faults: { paper, cover, error, hang, silent, dead },
    };
  }
  return [
    route({
      method: 'GET',
      path: '/api/print/virtual',
      permission: 'print.printer.read',
      summary: { zh: '虚拟打印机的状态', en: 'How the virtual printer is' },
      schema: { response: { 200: VirtualPrinterState } },
      handle: async (call) => (live.virtual ? stateOf(live.virtual, call) : refuse('PRINT_NO_VIRTUAL')),
    }),
    route<unknown, unknown, ChangeVirtualFaults>({
      method: 'POST',
      path: '/api/print/virtual/faults',
      permission: 'print.printer.run',
      summary: {
        zh: '让虚拟打印机缺纸、开盖、断电……或恢复（只改给出的字段）',
        en: 'Let the virtual printer run out of paper, open its cover, lose power, or be well again (the fields given)',
      },
      schema: { body: ChangeVirtualFaults, response: { 200: VirtualPrinterState } },
      async handle(call) {
        const { virtual } = live;
        if (!virtual) return refuse('PRINT_NO_VIRTUAL');
        virtual.setFault(call.body);
        return stateOf(virtual, call);
      },
    }),
  ];
}
