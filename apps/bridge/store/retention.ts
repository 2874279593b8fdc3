import type { Retention } from '@posthouse/kernel';
import { tables } from './tables.ts';

export const bridgeRetention: readonly Retention[] = [
  {
    table: 'bridge_job',
    what: { zh: '已结束的打印站任务', en: "the stations' ended jobs" },
    keep: 30 * 86_400_000,
    async prune(tx, before, limit) {
      const rows = await tables(tx)
        .selectFrom('bridge_job')
        .select('id')
        .where('ended_at', '<', before)
        .orderBy('ended_at')
        .limit(limit)
        .execute();
      const ids = rows.map(({ id }) => id);
      if (ids.length > 0) await tables(tx).deleteFrom('bridge_job').where('id', 'in', ids).execute();
      return ids.length;
    },
  },
];
