import { isRefusal, type Id, type Route } from '@posthouse/kernel';
import { ById, ChangePrinter, NewPrinter, Printer, PrinterPage, PrintStatus } from '../contract.ts';
import { liveStatus, withConnection, type Live } from '../live.ts';
import type { PrintStore } from '../store.ts';
import { made, route } from './route.ts';

export function printerRoutes({ printers, counts, queues }: PrintStore, live: Live): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/print/printers',
      permission: 'print.printer.read',
      summary: { zh: '打印机', en: 'Printers' },
      schema: { response: { 200: PrinterPage } },
      async handle(call) {
        const rows = await call.read(printers.list, null);
        const items = rows.map((row) => withConnection(row, call.kernel));
        return { items, total: items.length, page: 1, size: items.length };
      },
    }),
    route<unknown, unknown, NewPrinter>({
      method: 'POST',
      path: '/api/print/printers',
      permission: 'print.printer.write',
      summary: {
        zh: '添加打印机；给出 ip_address 则直连，否则由同名客户端打印',
        en: 'Add a printer: driven directly when ip_address is given, else by the client of that name',
      },
      schema: { body: NewPrinter, response: { 201: Printer } },
      async handle(call) {
        const row = await call.write(printers.create, call.body);
        return made(isRefusal(row) ? row : withConnection(row, call.kernel));
      },
    }),
    route<{ id: Id }>({
      method: 'GET',
      path: '/api/print/printers/:id',
      permission: 'print.printer.read',
      summary: { zh: '查看打印机', en: 'See a printer' },
      schema: { params: ById, response: { 200: Printer } },
      async handle(call) {
        const row = await call.read(printers.get, { id: call.params.id });
        return isRefusal(row) ? row : withConnection(row, call.kernel);
      },
    }),
    ...(['PUT', 'PATCH'] as const).map((method) =>
      route<{ id: Id }, unknown, ChangePrinter>({
        method,
        path: '/api/print/printers/:id',
        permission: 'print.printer.write',
        summary: { zh: '修改打印机（只改给出的字段）', en: 'Change a printer (the fields given)' },
        schema: { params: ById, body: ChangePrinter, response: { 200: Printer } },
        async handle(call) {
          const row = await call.write(printers.change, { id: call.params.id, to: call.body });
          return isRefusal(row) ? row : withConnection(row, call.kernel);
        },
      }),
    ),
    route<{ id: Id }>({
      method: 'DELETE',
      path: '/api/print/printers/:id',
      permission: 'print.printer.write',
      summary: { zh: '删除打印机；其任务保留', en: 'Delete a printer; its jobs stay' },
      schema: { params: ById, response: { 200: Printer } },
      async handle(call) {
        const row = await call.write(printers.remove, { id: call.params.id });
        return isRefusal(row) ? row : { ...row, connected: false };
      },
    }),
    route({
      method: 'GET',
      path: '/api/print/status',
      permission: 'print.printer.read',
      summary: { zh: '打印概况：谁连着，什么在等', en: 'Print status: who is connected, what waits' },
      schema: { response: { 200: PrintStatus } },
      async handle(call) {
        const [rows, counted, standing] = await Promise.all([
          call.read(printers.list, null),
          call.read(counts, null),
          call.read(queues.listStanding, null),
        ]);
        return liveStatus(live, call.kernel, rows, counted, standing, call.locale);
      },
    }),
  ];
}
