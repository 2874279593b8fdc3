import type { Route } from '@posthouse/kernel';
import { controlRoutes, type Life } from './http/control.ts';
import { healthRoute } from './http/health.ts';
import { taskRoutes } from './http/tasks.ts';
import type { TasksStore } from './store.ts';
import { verifyRoutes } from './verify/routes.ts';

/** The tasks' routes, as their clients know them (contract §4 and §9). */
export const tasksRoutes = (store: TasksStore, life: Life): readonly Route[] => [
  healthRoute,
  ...taskRoutes(store),
  ...controlRoutes(store, life),
  ...verifyRoutes(store.verify),
];
