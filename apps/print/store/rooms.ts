import type { Id, LogRoom, Ms, Op, Principal, StateRoom, Tx } from '@posthouse/kernel';
import type { Job, Order } from '../contract.ts';
import type { JobState } from '../contract/states.ts';
import { iso, masked, toJob } from './shapes.ts';
import { selectJobs } from './job-rows.ts';
import { withItems } from './order-rows.ts';
import { tables } from './tables.ts';
import { callWebhooks } from './webhook-box.ts';

const DAY: Ms = 86_400_000;
const JOBS_SHOWN = 100;
const READERS = ['owner', 'admin', 'local', 'operator', 'shop', 'viewer'];

/** Whoever may read print jobs may watch them; a print client may not, for orders carry phone numbers. */
export const mayWatch = maySee('print.job.read');
const mayWatchOrders = maySee('print.order.read');

/** Readers, and keys with this scope. */
function maySee(permission: string) {
  const scopes = [permission, 'print.*'].map((scope) => `can:${scope}`);
  return ({ roles }: Principal): boolean =>
    roles.some((role) => READERS.includes(role) || scopes.includes(role));
}

/** What happened to jobs, printers and queues: for people who look on, and for whoever must not miss it. */
export type PrintEvent =
  | {
      readonly type: 'job';
      readonly job_id: Id;
      readonly order_id: Id | null;
      readonly printer_id: Id | null;
      readonly from: JobState | null;
      readonly status: JobState;
      readonly at: string;
    }
  | { readonly type: 'printer'; readonly printer_id: Id; readonly state: string; readonly at: string }
  | {
      readonly type: 'queue';
      readonly printer_id: Id | null;
      /** null: it moves again. */
      readonly standing_since: string | null;
      readonly waiting: number;
      readonly at: string;
    };

export const eventsRoom: LogRoom = {
  name: 'print.events',
  kind: 'log',
  keep: { count: 20_000, age: 7 * DAY, durable: true },
  sequence: 'key',
  may: mayWatch,
};
export const EVENTS_KEY = 'print/events';

/** A job, an order or a printer that is no more, as their rooms say it. */
export interface Gone {
  readonly id: Id;
  readonly deleted: true;
}

/** The newest jobs as they are now. */
export const jobsRoom: StateRoom<Job | Gone> = {
  name: 'print.jobs',
  kind: 'state',
  id: ({ id }) => String(id),
  may: mayWatch,
  async snapshot(store) {
    const { at, jobs } = await store.read(snapshotJobs, null);
    return { at, values: jobs };
  },
};
export const JOBS_KEY = 'print/jobs';

const snapshotJobs: Op<null, { at: number; jobs: Job[] }> = {
  name: 'print.job.snapshot',
  async run(tx) {
    const rows = await selectJobs(tx).orderBy('print_job.id', 'desc').limit(JOBS_SHOWN).execute();
    return { at: await tx.at(), jobs: rows.map(toJob) };
  },
};

/** The newest orders as they are now, customers' numbers masked: not everybody who watches may see those. */
export const ordersRoom: StateRoom<Order | Gone> = {
  name: 'print.orders',
  kind: 'state',
  id: ({ id }) => String(id),
  may: mayWatchOrders,
  async snapshot(store) {
    const { at, orders } = await store.read(snapshotOrders, null);
    return { at, values: orders };
  },
};
export const ORDERS_KEY = 'print/orders';

const ORDERS_SHOWN = 100;

const snapshotOrders: Op<null, { at: number; orders: Order[] }> = {
  name: 'print.order.snapshot',
  async run(tx) {
    const rows = await tables(tx)
      .selectFrom('print_order')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(ORDERS_SHOWN)
      .execute();
    return { at: await tx.at(), orders: (await withItems(tx, rows)).map(masked) };
  },
};

export function announceOrder(tx: Tx, order: Order): Promise<void> {
  return tx.publish(ordersRoom, ORDERS_KEY, masked(order));
}

/** What a printer last said of itself. */
export interface PrinterWord {
  readonly id: Id;
  readonly state: string;
}

export const statesRoom: StateRoom<PrinterWord> = {
  name: 'print.states',
  kind: 'state',
  id: ({ id }) => String(id),
  may: mayWatch,
  async snapshot(store) {
    const { at, words } = await store.read(snapshotStates, null);
    return { at, values: words };
  },
};
export const STATES_KEY = 'print/states';

const snapshotStates: Op<null, { at: number; words: PrinterWord[] }> = {
  name: 'print.printer.states',
  async run(tx) {
    const rows = await tables(tx)
      .selectFrom('printer_config')
      .select(['id', 'state'])
      .where('deleted_at', 'is', null)
      .execute();
    return {
      at: await tx.at(),
      words: rows.flatMap(({ id, state }) => (state === null ? [] : [{ id, state }])),
    };
  },
};

const LONGEST_STATE = 50;

/** Notes what a printer says of itself; said again, it is no news. */
export async function noteState(tx: Tx, id: Id, said: string): Promise<void> {
  const state = said.slice(0, LONGEST_STATE);
  const news = await tables(tx)
    .updateTable('printer_config')
    .set({ state })
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .where((eb) => eb.or([eb('state', 'is', null), eb('state', '!=', state)]))
    .returning('id')
    .executeTakeFirst();
  if (!news) return;
  await tx.publish(statesRoom, STATES_KEY, { id, state });
  await tell(tx, { type: 'printer', printer_id: id, state, at: iso(tx.now) });
}

/** Says what happened, to those who look on and to every webhook. */
export async function tell(tx: Tx, event: PrintEvent): Promise<void> {
  await tx.publish(eventsRoom, EVENTS_KEY, event);
  await callWebhooks(tx, event);
}

export const roomOps = { snapshotJobs, snapshotOrders, snapshotStates };
