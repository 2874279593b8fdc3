import { refuse, type App, type Room } from '@posthouse/kernel';
import { createDemoOps } from '../demo/ops.ts';
import { demoMigrations } from '../demo/table.ts';
import { hubErrors } from '../errors.ts';
import { countWorks } from '../work/count-works.ts';
import { countItems } from './items.ts';
import { housePermissions } from './permissions.ts';
import { listTables } from './tables.ts';
import { probeWrite } from './recovery.ts';
import { createHouseRooms, type HouseRooms } from './rooms.ts';

/**
 * The hub's own part in the shape of an app: what must be known by name in the store's threads too. Its routes are
 * mounted by the main thread alone, since they show what lives there. `apps`: all there are, asked for when an op runs.
 */
export function houseApp(apps: () => readonly App[], rooms: HouseRooms = createHouseRooms()): App {
  return {
    name: 'hub',
    migrations: demoMigrations,
    routes: [],
    errors: hubErrors,
    permissions: housePermissions,
    retention: [],
    ops: [countItems, countWorks, listTables, probeWrite, ...createDemoOps(apps).all],
    boxes: [],
    rooms: [rooms.connections, rooms.vitals, rooms.tail, rooms.payload] as readonly Room<unknown>[],
    endpoints: [],
    periodic: [],
    deadline: async () => {},
    accept: async () => refuse('HUB_NOT_FOUND'),
    start: async () => async () => {},
  };
}
