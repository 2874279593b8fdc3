import type { AnyWork, Room } from '@posthouse/kernel';
import type { LocalTime } from '../local-time.ts';
import { exportRoute } from './export-route.ts';
import { keepRetention } from './keep/retention.ts';
import { keepRoutes } from './keep/routes.ts';
import { resultRoutes } from './routes.ts';
import { createResultStore } from './store.ts';
import { resultMigrations } from './tables.ts';

/** The part of the app that shows what tasks found, exports it, and acts on it. */
export function resultPart(time: LocalTime) {
  const store = createResultStore(time);
  return {
    migrations: resultMigrations,
    routes: [...resultRoutes(store), exportRoute(store), ...keepRoutes(store)],
    retention: keepRetention,
    ops: store.ops,
    rooms: store.rooms as unknown as readonly Room<unknown>[],
    works: store.works as unknown as readonly AnyWork[],
  };
}
