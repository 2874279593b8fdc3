import { isRefusal, reply, type Route } from '@posthouse/kernel';
import { csvOf, xlsxOf } from '@posthouse/export';
import * as Type from 'typebox';
import { ById, route } from '../http/route.ts';
import { exportTable } from './export.ts';
import { EXPORTS } from './export-rows.ts';
import type { ResultStore } from './store.ts';

const CSV = 'text/csv';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const Export = Type.Object({
  what: Type.Enum([...EXPORTS]),
  format: Type.Optional(Type.Enum(['csv', 'xlsx'])),
});
type Export = Type.Static<typeof Export>;

/** Results as a file, read while they are sent: a hub with a million pairs needs no memory for them. */
export const exportRoute = ({ exportFirst }: ResultStore): Route =>
  route<ById, Export>({
    method: 'GET',
    path: '/api/dedup/tasks/:id/export',
    permission: 'tasks.result.read',
    summary: { zh: '导出查重结果（CSV 或 Excel）', en: 'Export what a task found (CSV or Excel)' },
    schema: { params: ById, query: Export },
    download: [CSV, XLSX],
    async handle(call) {
      const { what, format = 'xlsx' } = call.query;
      const task = Number(call.params.id);
      const first = await call.read(exportFirst, { task, what });
      if (isRefusal(first)) return first;
      const table = exportTable(call.kernel.store, { task, what, locale: call.locale, first });
      const headers = {
        'content-type': format === 'csv' ? `${CSV}; charset=utf-8` : XLSX,
        'content-disposition': `attachment; filename="task-${task}-${what}.${format}"`,
      };
      return reply({ headers, body: format === 'csv' ? csvOf(table, { bom: true }) : xlsxOf(table) });
    },
  });
