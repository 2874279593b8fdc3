import type { Route } from '@posthouse/kernel';
import type { BridgeConfig } from './config.ts';
import { jobRoutes } from './http/jobs.ts';
import { oldRoutes } from './http/old.ts';
import { pageRoutes } from './http/pages.ts';
import type { Door } from './stations/door.ts';
import type { BridgeStore } from './store.ts';

/** Every route of the bridge. */
export function bridgeRoutes(store: BridgeStore, door: Door, config: BridgeConfig): readonly Route[] {
  return [...oldRoutes(store, door, config), ...jobRoutes(store, door, config), ...pageRoutes()];
}
