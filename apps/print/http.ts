import type { Route } from '@posthouse/kernel';
import { adminJobRoutes } from './admin/jobs.ts';
import { adminOrderRoutes } from './admin/orders.ts';
import { adminPrinterRoutes } from './admin/printers.ts';
import { adminServerRoutes } from './admin/server.ts';
import { signInRoute } from './admin/sign-in.ts';
import type { PrintConfig } from './config.ts';
import { jobRoutes } from './http/jobs.ts';
import { orderRoutes } from './http/orders.ts';
import { paperRoutes } from './http/papers.ts';
import { printerDeedRoutes } from './http/printer-deeds.ts';
import { printerRoutes } from './http/printers.ts';
import { receiptRoutes } from './http/receipts.ts';
import { templateRoutes } from './http/templates.ts';
import { virtualRoutes } from './http/virtual.ts';
import { webhookRoutes } from './http/webhooks.ts';
import type { Live } from './live.ts';
import type { PrintStore } from './store.ts';

/** Every route of the print app, on the main port. */
export function printRoutes(store: PrintStore, live: Live, config: PrintConfig): readonly Route[] {
  return [
    ...orderRoutes(store),
    ...jobRoutes(store, live),
    ...printerRoutes(store, live),
    ...receiptRoutes(store, live),
    ...templateRoutes(store, live),
    ...webhookRoutes(store),
    ...printerDeedRoutes(store),
    ...virtualRoutes(store, live),
    ...paperRoutes(live),
    signInRoute,
    ...adminServerRoutes(store, live, config),
    ...adminPrinterRoutes(store),
    ...adminJobRoutes(store),
    ...adminOrderRoutes(store),
  ];
}
