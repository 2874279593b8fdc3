import { bridge, bridgeOptions, type BridgeConfig } from '@posthouse/bridge';
import { createCatalog, type App, type Catalog, type Option } from '@posthouse/kernel';
import { print, printOptions } from '@posthouse/print';
import type { PrintConfig } from '@posthouse/print';
import { tasks, tasksOptions, type TasksConfig } from '@posthouse/tasks';
import { recoveryApp } from '@posthouse/transport-socketio/recovery';
import { accessApp } from './access/access-app.ts';
import { accessOptions, type AccessConfig } from './access/config.ts';
import { houseApp } from './house/house-app.ts';
import type { HouseRooms } from './house/rooms.ts';
import { createNative } from './native/native.ts';

/** An app with a slice of the configuration under its name. */
export interface House {
  readonly name: string;
  readonly options: readonly Option<unknown>[];
  readonly define: (slice: unknown) => App;
}

/** The one list of apps. */
export const houses: readonly House[] = [
  { name: 'access', options: accessOptions, define: (slice) => accessApp(slice as AccessConfig) },
  { name: 'print', options: printOptions, define: (slice) => print(slice as PrintConfig) },
  { name: 'bridge', options: bridgeOptions, define: (slice) => bridge(slice as BridgeConfig) },
  { name: 'tasks', options: tasksOptions, define: (slice) => tasks(slice as TasksConfig) },
];

/**
 * Every app of this hub from its slice of the configuration. The main thread and the store's threads call it with
 * the same plain data (K2), so nothing here may open, listen or start. `rooms`: those of the hub itself, which the main
 * thread alone fills.
 */
export function defineApps(slices: Readonly<Record<string, unknown>>, rooms?: HouseRooms): App[] {
  const apps: App[] = [];
  let catalog: Catalog | undefined;
  apps.push(
    houseApp(() => apps, rooms),
    // The native protocol serves the rooms of all, itself included: it asks once all are there.
    createNative({ catalog: () => (catalog ??= createCatalog(apps)) }),
    recoveryApp(),
    ...houses.map(({ name, define }) => define(slices[name])),
  );
  return apps;
}
