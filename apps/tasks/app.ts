import { defineApp, refuse, type AnyWork, type App, type Room } from '@posthouse/kernel';
import type { TasksConfig } from './config.ts';
import { tasksErrors, tasksPermissions } from './contract.ts';
import { healthRoute } from './http/health.ts';
import { createLocalTime } from './local-time.ts';
import { questionPart } from './questions/index.ts';
import { taskMigrations } from './store/tables.ts';

export { tasksOptions, type TasksConfig } from './config.ts';

/** Finding duplicate questions in a bank: long tasks, their progress, and what they found. */
export const tasks = defineApp((config: TasksConfig): App => {
  const questions = questionPart(createLocalTime(config.timezone));
  return {
    name: 'tasks',
    migrations: [...taskMigrations, ...questions.migrations],
    routes: [healthRoute, ...questions.routes],
    errors: tasksErrors,
    permissions: tasksPermissions,
    retention: [...questions.retention],
    ops: [...questions.ops],
    boxes: [],
    rooms: [...questions.rooms] as unknown as readonly Room<unknown>[],
    works: [...questions.works] as unknown as readonly AnyWork[],
    endpoints: [],
    periodic: [],
    deadline: questions.deadline,
    accept: async () => refuse('TASKS_LOGIN_NEEDED'),
    start: async () => async () => {},
  };
});
