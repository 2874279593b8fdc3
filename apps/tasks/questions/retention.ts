import type { Retention } from '@posthouse/kernel';
import type { ImportsRoom } from './import/room.ts';
import { questionTables } from './tables.ts';

const DAY = 86_400_000;
/** Pieces of 256 KiB in one commit: freeing their pages takes the writer's time. */
const PIECES = 32;
/** Imports: a thousand reasons may go with each. */
const IMPORTS = 5;

/** How long files and reports of imports stay; lists let go of them as they go. */
export const questionRetention = ({ forgotten }: ImportsRoom): readonly Retention[] => [
  {
    table: 'tasks_import_chunk',
    what: {
      zh: '已结束的导入所上传的文件',
      en: 'uploaded files of imports that are over',
    },
    keep: 0,
    async prune(tx, before, limit) {
      const db = questionTables(tx);
      const rows = await db
        .selectFrom('tasks_import_chunk')
        .innerJoin('tasks_import', 'tasks_import.id', 'import_id')
        .select(['import_id', 'seq'])
        .where('ended_at', '<', before)
        .limit(Math.min(limit, PIECES))
        .execute();
      for (const { import_id, seq } of rows) {
        await db
          .deleteFrom('tasks_import_chunk')
          .where('import_id', '=', import_id)
          .where('seq', '=', seq)
          .execute();
      }
      // A full hand counts as a full batch: there may be more.
      return rows.length === PIECES ? limit : rows.length;
    },
  },
  {
    table: 'tasks_import',
    what: { zh: '已结束的导入及其报告', en: 'imports that are over, and their reports' },
    keep: 90 * DAY,
    async prune(tx, before, limit) {
      const db = questionTables(tx);
      const rows = await db
        .selectFrom('tasks_import')
        .select('id')
        .where('ended_at', '<', before)
        .orderBy('ended_at')
        .limit(Math.min(limit, IMPORTS))
        .execute();
      const ids = rows.map(({ id }) => id);
      if (ids.length === 0) return 0;
      await db.deleteFrom('tasks_import_reject').where('import_id', 'in', ids).execute();
      await db.deleteFrom('tasks_import').where('id', 'in', ids).execute();
      for (const id of ids) await forgotten(tx, id);
      return ids.length === IMPORTS ? limit : ids.length;
    },
  },
];
