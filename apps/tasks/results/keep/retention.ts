import type { Retention } from '@posthouse/kernel';
import { resultTables } from '../tables.ts';

export const keepRetention: readonly Retention[] = [
  {
    table: 'tasks_keep',
    what: {
      zh: '保留操作的记录（之后不能再撤销；题目本身仍可逐题恢复）',
      en: 'what was kept (later it cannot be undone as one; questions can still be restored one by one)',
    },
    keep: 365 * 86_400_000,
    async prune(tx, before, limit) {
      const rows = await resultTables(tx)
        .selectFrom('tasks_keep')
        .select('id')
        .where('created_at', '<', before)
        .orderBy('created_at')
        .limit(limit)
        .execute();
      const ids = rows.map(({ id }) => id);
      if (ids.length > 0) await resultTables(tx).deleteFrom('tasks_keep').where('id', 'in', ids).execute();
      return ids.length;
    },
  },
];
