import { defineApp, type App, type Kernel, type Mailbox, type Ms, type Room } from '@posthouse/kernel';
import { createRenderer } from '@posthouse/printing';
import type { PrintConfig } from './config.ts';
import { printErrors, printPermissions } from './contract.ts';
import { Fleet } from './direct/fleet.ts';
import { printRoutes } from './http.ts';
import type { Live } from './live.ts';
import { OldDoor, oldEndpoint } from './old-clients/door.ts';
import { presenceRoom, watchPresence } from './presence.ts';
import { createPrintStore, type PrintStore } from './store.ts';
import { watchQueues } from './queues.ts';
import { createPrintDemo } from './store/demo.ts';
import { printersRoom } from './store/printers.ts';
import { printRetention } from './store/retention.ts';
import { eventsRoom, jobsRoom, ordersRoom, statesRoom } from './store/rooms.ts';
import { printMigrations } from './store/tables.ts';
import { webhookBox, webhooksRoom } from './store/webhook-box.ts';
import { admitHolder, dismissHolders, Strays } from './strays.ts';
import { placeVirtual } from './virtual.ts';
import { WebhookCaller } from './webhooks/caller.ts';

export { printOptions, type PrintConfig } from './config.ts';

/** Standing queues are noticed within this. */
const LOOK_AT_QUEUES: Ms = 15_000;

/** Orders become receipts: jobs, printers, the old print clients, and a printer that exists in TCP only. */
export const print = defineApp((config: PrintConfig): App => {
  const store = createPrintStore(config);
  const live: Live = {
    door: new OldDoor(store, config),
    strays: new Strays(),
    fleet: null,
    virtual: null,
    renderer: null,
  };
  return {
    name: 'print',
    migrations: printMigrations,
    routes: printRoutes(store, live, config),
    errors: printErrors,
    permissions: printPermissions,
    retention: printRetention,
    ops: store.ops,
    demo: createPrintDemo(store.orders, { box: store.papers, orderExpiry: config.orderExpiry }),
    boxes: [store.papers, webhookBox] as readonly Mailbox<unknown>[],
    rooms: [
      printersRoom,
      statesRoom,
      ordersRoom,
      jobsRoom,
      eventsRoom,
      webhooksRoom,
      presenceRoom,
    ] as readonly Room<unknown>[],
    endpoints: config.port === 0 ? [] : [oldEndpoint(config)],
    // Papers expire and fall silent in their mailbox; nothing else here is due at a moment.
    deadline: async () => {},
    accept: (peer, hello, kernel) => live.door.accept(peer, hello, kernel),
    admits: (peer, box, key, kernel) =>
      box === store.papers.name ? admitHolder(store, live, { peer, key, kernel }) : Promise.resolve(null),
    start: (kernel) => start(kernel, config, store, live),
    periodic: [
      {
        name: 'print.queues',
        every: LOOK_AT_QUEUES,
        run: (kernel) => watchQueues(kernel, config, store, live),
      },
      watchPresence(store, live),
    ],
  };
});

async function start(kernel: Kernel, config: PrintConfig, store: PrintStore, live: Live) {
  if (config.virtual) live.virtual = await placeVirtual(kernel, store);
  else await kernel.store.write(store.printers.dismissVirtual, null);
  const renderer = createRenderer();
  live.renderer = renderer;
  const fleet = new Fleet(kernel, store, renderer);
  live.fleet = fleet;
  const stopFollowing = live.door.follow(kernel);
  const stopDismissing = dismissHolders(kernel);
  const caller = new WebhookCaller(kernel, store, config.webhookPrivate);
  await Promise.all([fleet.look(), caller.look()]);
  return async () => {
    stopFollowing();
    stopDismissing();
    // What is being set is refused, so that no printer waits for it.
    await Promise.all([fleet.stop(), caller.stop(), renderer.close()]);
    await live.virtual?.close();
    live.fleet = null;
    live.virtual = null;
    live.renderer = null;
  };
}
