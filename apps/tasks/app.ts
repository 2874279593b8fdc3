import { defineApp, refuse, type AnyOp } from '@posthouse/kernel';
import type { TasksConfig } from './config.ts';
import { tasksErrors, tasksPermissions } from './contract.ts';
import { tasksRoutes } from './http.ts';
import { closeTasksNote, tasksMigrations, readTasksNote, writeTasksNote } from './store.ts';

export { tasksOptions, type TasksConfig } from './config.ts';

const DAY = 86_400_000;

/** What this app is for, in one sentence. */
export const tasks = defineApp(({ keepDays }: TasksConfig) => ({
  name: 'tasks',
  migrations: tasksMigrations,
  routes: tasksRoutes,
  errors: tasksErrors,
  permissions: tasksPermissions,
  retention: [
    {
      table: 'tasks_note',
      what: { zh: '已关闭的记录', en: 'closed notes' },
      keep: keepDays * DAY,
      async prune(tx, before, limit) {
        const db = tx.db<{ tasks_note: { id: number; state: string; created_at: number } }>();
        const old = db
          .selectFrom('tasks_note')
          .select('id')
          .where('state', '=', 'closed')
          .where('created_at', '<', before)
          .limit(limit);
        const { numDeletedRows } = await db
          .deleteFrom('tasks_note')
          .where('id', 'in', old)
          .executeTakeFirstOrThrow();
        return Number(numDeletedRows);
      },
    },
  ],
  ops: [writeTasksNote, readTasksNote, closeTasksNote] as AnyOp[],
  boxes: [],
  rooms: [],
  endpoints: [],
  periodic: [],
  deadline: async () => {},
  accept: async () => refuse('TASKS_NOTE_UNKNOWN'),
  start: async () => async () => {},
}));
