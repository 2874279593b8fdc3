import { defineApp, type App } from '@posthouse/kernel';
import type { BridgeConfig } from './config.ts';
import { bridgeErrors, bridgePermissions } from './contract.ts';
import { bridgeRoutes } from './http.ts';
import { Door, stationEndpoints } from './stations/door.ts';
import { createBridgeStore } from './store.ts';
import { createBridgeDemo } from './store/demo.ts';
import { bridgeRetention } from './store/retention.ts';
import { jobsRoom } from './store/rooms.ts';
import { bridgeMigrations } from './store/tables.ts';
import { isVariant, VariantDoors } from './variants/doors.ts';
import { startWebhooks } from './webhook/caller.ts';

export { bridgeOptions, type BridgeConfig } from './config.ts';

/** The old server's line when its port is open: scripts wait for it. */
export const startedLine = (port: number): string => `项目启动成功-http://localhost:${port}`;

/** Remote print stations: who is there, and one job for everything that is sent to them. */
export const bridge = defineApp((config: BridgeConfig): App => {
  const store = createBridgeStore(config);
  const door = new Door(store, config);
  const variants = new VariantDoors(config);
  return {
    name: 'bridge',
    migrations: bridgeMigrations,
    routes: [...bridgeRoutes(store, door, config), ...variants.routes],
    errors: bridgeErrors,
    permissions: bridgePermissions,
    retention: bridgeRetention,
    ops: store.ops,
    demo: createBridgeDemo(store.jobs, store.jobBox),
    boxes: [store.jobBox, store.webhookBox],
    rooms: [jobsRoom, door.room],
    endpoints: [...stationEndpoints(config), ...variants.endpoints],
    // Jobs expire and fall silent in their mailbox; nothing else here is due at a moment.
    deadline: async () => {},
    accept: (peer, hello, kernel) =>
      isVariant(hello.endpoint) ? variants.accept(peer, kernel) : door.accept(peer, hello, kernel),
    start: (kernel) => startWebhooks(kernel, store, config),
    periodic: [],
  };
});
