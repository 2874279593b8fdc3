import { defineApp, refuse, type App } from '@posthouse/kernel';
import type { TasksConfig } from './config.ts';
import { tasksErrors, tasksPermissions } from './contract.ts';
import { healthRoute } from './http/health.ts';
import { taskMigrations } from './store/tables.ts';

export { tasksOptions, type TasksConfig } from './config.ts';

/** Finding duplicate questions in a bank: long tasks, their progress, and what they found. */
export const tasks = defineApp((_config: TasksConfig): App => ({
  name: 'tasks',
  migrations: taskMigrations,
  routes: [healthRoute],
  errors: tasksErrors,
  permissions: tasksPermissions,
  retention: [],
  ops: [],
  boxes: [],
  rooms: [],
  endpoints: [],
  periodic: [],
  deadline: async () => {},
  accept: async () => refuse('TASKS_LOGIN_NEEDED'),
  start: async () => async () => {},
}));
