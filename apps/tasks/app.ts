import { defineApp, type App, type Room } from '@posthouse/kernel';
import type { TasksConfig } from './config.ts';
import { tasksErrors, tasksPermissions } from './contract.ts';
import { acceptFollower, tasksEndpoint } from './dialect/door.ts';
import { tasksRoutes } from './http.ts';
import type { Life } from './http/control.ts';
import { questionPart } from './questions/index.ts';
import { resultPart } from './results/index.ts';
import { createTasksStore } from './store.ts';
import { createTasksDemo } from './store/demo.ts';
import { taskRetention } from './store/remove.ts';
import { taskMigrations } from './store/tables.ts';
import { verifyMigrations } from './verify/tables.ts';

export { tasksOptions, type TasksConfig } from './config.ts';

/** Finding duplicate questions in a bank: long tasks, their progress, and what they found. */
export const tasks = defineApp((config: TasksConfig): App => {
  const store = createTasksStore(config);
  const questions = questionPart(store.time);
  const results = resultPart(store.time);
  const life: Life = { since: 0 };
  return {
    name: 'tasks',
    migrations: [...taskMigrations, ...questions.migrations, ...results.migrations, ...verifyMigrations],
    routes: [...tasksRoutes(store, life), ...questions.routes, ...results.routes],
    errors: tasksErrors,
    permissions: tasksPermissions,
    retention: [
      ...taskRetention(store.clearing, store.tell, config.keepDays),
      ...questions.retention,
      ...results.retention,
    ],
    ops: [...store.ops, ...questions.ops, ...results.ops],
    demo: createTasksDemo(store),
    boxes: [],
    rooms: [...(store.rooms as readonly Room<unknown>[]), ...questions.rooms, ...results.rooms],
    works: [...store.works, ...questions.works, ...results.works],
    endpoints: [tasksEndpoint(config)],
    periodic: [],
    // A task goes on by its work; what is due at a moment are uploads that fell silent.
    deadline: questions.deadline,
    accept: (peer, _hello, kernel) => acceptFollower(peer, kernel, store),
    async start(kernel) {
      life.since = kernel.clock.now();
      return async () => {};
    },
  };
});
