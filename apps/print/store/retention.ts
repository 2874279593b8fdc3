import type { Ms, Retention } from '@posthouse/kernel';
import { ENDED_STATES } from '../contract/states.ts';
import { tables } from './tables.ts';
import { MOST_BYTES, MOST_PAPERS } from './virtual-papers.ts';

const DAY: Ms = 86_400_000;
const MEGABYTE = 1_000_000;

/** How long the print app's rows stay. A job goes with its papers and its history; an order after its jobs. */
export const printRetention: readonly Retention[] = [
  {
    table: 'print_job',
    what: { zh: '已结束的打印任务（连同小票与历史）', en: 'ended print jobs (with papers and history)' },
    keep: 90 * DAY,
    async prune(tx, before, limit) {
      const rows = await tables(tx)
        .selectFrom('print_job')
        .select('id')
        .where('status', 'in', [...ENDED_STATES])
        .where('ended_at', '<', before)
        .orderBy('id')
        .limit(limit)
        .execute();
      const ids = rows.map(({ id }) => id);
      if (ids.length === 0) return 0;
      await tables(tx).deleteFrom('print_job_event').where('job_id', 'in', ids).execute();
      await tables(tx).deleteFrom('print_paper').where('job_id', 'in', ids).execute();
      await tables(tx).deleteFrom('print_job').where('id', 'in', ids).execute();
      return ids.length;
    },
  },
  {
    table: 'print_order',
    what: { zh: '没有打印任务的订单', en: 'orders without print jobs' },
    keep: 400 * DAY,
    async prune(tx, before, limit) {
      const rows = await tables(tx)
        .selectFrom('print_order')
        .select('id')
        .where('created_at', '<', before)
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('print_job')
                .select('print_job.id')
                .whereRef('print_job.order_id', '=', 'print_order.id'),
            ),
          ),
        )
        .orderBy('id')
        .limit(limit)
        .execute();
      const ids = rows.map(({ id }) => id);
      if (ids.length === 0) return 0;
      await tables(tx).deleteFrom('print_order_item').where('order_id', 'in', ids).execute();
      await tables(tx).deleteFrom('print_order').where('id', 'in', ids).execute();
      return ids.length;
    },
  },
  {
    table: 'print_client',
    what: { zh: '许久未见的打印客户端', en: 'print clients not seen for long' },
    keep: 180 * DAY,
    async prune(tx, before, limit) {
      const rows = await tables(tx)
        .selectFrom('print_client')
        .select('name')
        .where('seen_at', '<', before)
        .limit(limit)
        .execute();
      const names = rows.map(({ name }) => name);
      if (names.length === 0) return 0;
      await tables(tx).deleteFrom('print_client').where('name', 'in', names).execute();
      return names.length;
    },
  },
  {
    table: 'print_virtual_paper',
    what: {
      zh: `虚拟打印机打出的小票：最新 ${MOST_PAPERS} 张，共 ${MOST_BYTES / MEGABYTE} MB 以内`,
      en: `papers of the virtual printer: the newest ${MOST_PAPERS}, within ${MOST_BYTES / MEGABYTE} MB`,
    },
    keep: 90 * DAY,
    async prune(tx, before, limit) {
      const rows = await tables(tx)
        .selectFrom('print_virtual_paper')
        .select('id')
        .where('at', '<', before)
        .limit(limit)
        .execute();
      const ids = rows.map(({ id }) => id);
      if (ids.length > 0) {
        await tables(tx).deleteFrom('print_virtual_paper').where('id', 'in', ids).execute();
      }
      return ids.length;
    },
  },
];
