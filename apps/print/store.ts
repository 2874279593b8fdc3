import type { AnyOp } from '@posthouse/kernel';
import type { PrintConfig } from './config.ts';
import { clientOps } from './store/clients.ts';
import { createJobDeeds } from './store/job-deeds.ts';
import { jobViews } from './store/jobs.ts';
import { orderViews } from './store/order-views.ts';
import { createOrderOps } from './store/orders.ts';
import { createPaperBox } from './store/papers.ts';
import type { Press } from './store/posting.ts';
import { createPrinterDeeds } from './store/printer-deeds.ts';
import { printerOps } from './store/printers.ts';
import { createQueueOps } from './store/queues.ts';
import { roomOps } from './store/rooms.ts';
import { createStats } from './store/stats.ts';
import { counts } from './store/status.ts';
import { templateOps } from './store/templates.ts';
import { virtualPaperOps } from './store/virtual-papers.ts';
import { createWebhookOps } from './store/webhooks.ts';

/** The print app's ops and its mailbox, alike in every thread that builds them from the same configuration. */
export function createPrintStore(config: PrintConfig) {
  const papers = createPaperBox(config);
  const press: Press = { box: papers, orderExpiry: config.orderExpiry };
  const orders = { ...orderViews, ...createOrderOps(config, press) };
  const jobs = { ...jobViews, ...createJobDeeds(press) };
  const printers = { ...printerOps, ...createPrinterDeeds(config, press) };
  const templates = templateOps;
  const webhooks = createWebhookOps(config);
  const queues = createQueueOps(press);
  const stats = createStats(config.timezone);
  const ops = [
    orders,
    jobs,
    printers,
    clientOps,
    queues,
    templates,
    webhooks,
    virtualPaperOps,
    roomOps,
    { counts, stats },
  ].flatMap((group) => Object.values<AnyOp>(group as unknown as Record<string, AnyOp>));
  return {
    papers,
    orders,
    jobs,
    printers,
    clients: clientOps,
    queues,
    templates,
    webhooks,
    virtualPapers: virtualPaperOps,
    counts,
    stats,
    ops,
  };
}

export type PrintStore = ReturnType<typeof createPrintStore>;
