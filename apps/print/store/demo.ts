import { isRefusal, refuse, type Demo, type Id, type Made, type Refusal, type Tx } from '@posthouse/kernel';
import type { NewOrder } from '../contract.ts';
import { ENDED_STATES } from '../contract/states.ts';
import { pausedKey, printerKey } from '../rules.ts';
import type { createOrderOps } from './orders.ts';
import { record, updateJob } from './paper-rows.ts';
import { waitingPapers, withdraw, type Press } from './posting.ts';
import { forgetClients, insert, nameTaken, PRINTERS_KEY, printersRoom } from './printers.ts';
import { JOBS_KEY, jobsRoom, ORDERS_KEY, ordersRoom } from './rooms.ts';
import { tables } from './tables.ts';

type Orders = Pick<ReturnType<typeof createOrderOps>, 'create' | 'confirm' | 'change'>;

const MARK = '演示数据 / demo';
const PRINTER = '演示·后厨打印机 (demo)';
const BY = 'demo';

const line = (name: string, quantity: number, unit_price: number, more: object = {}) => ({
  name,
  quantity,
  unit_price,
  ...more,
});

const TEA = line('珍珠奶茶', 1, 18, { size: 'large', ice_level: 'less_ice', sugar_level: 'half_sugar' });
const LEMON = line('手打柠檬茶', 2, 15, { size: 'medium', ice_level: 'normal_ice' });
const LATTE = line('燕麦拿铁', 1, 22, { temperature: 'hot', notes: '少奶泡' });
const CAKE = line('巴斯克蛋糕', 1, 26, { category: 'kitchen' });

/** What becomes of each order. */
type Fate =
  /** Nobody has looked at it. */
  | 'pending'
  /** Its receipt comes out of the virtual printer, where there is one. */
  | 'printed'
  | 'completed'
  /** Its receipt waits at the demo's own printer, which nobody serves. */
  | 'waiting'
  /** As if that printer had been unplugged while it printed, or had run out of paper. */
  | 'uncertain'
  | 'failed'
  | 'rejected'
  | 'cancelled';

const ORDERS: readonly (readonly [Fate, NewOrder['items']])[] = [
  ['completed', [TEA]],
  ['printed', [LEMON, CAKE]],
  ['uncertain', [CAKE]],
  ['failed', [LATTE, CAKE]],
  ['rejected', [LEMON]],
  ['cancelled', [TEA, LATTE]],
  ['waiting', [CAKE, TEA]],
  ['pending', [LATTE]],
  ['pending', [TEA, LEMON]],
];

/**
 * Orders in every state and a printer that exists on paper only, made by the ops that everybody uses. Nothing of it
 * reaches a real printer: receipts go to the virtual one, by name, or wait where nobody comes.
 */
export function createPrintDemo(orders: Orders, press: Press): Demo {
  async function make(tx: Tx): Promise<readonly Made[]> {
    const printer = (await nameTaken(tx, PRINTER)) ? null : (await placePrinter(tx)).id;
    const virtual = await virtualPrinter(tx);
    const made: Made[] = printer === null ? [] : [{ kind: 'printer', id: printer }];
    for (const [fate, items] of ORDERS) {
      const order = await orders.create.run(tx, { items, notes: MARK });
      if (isRefusal(order)) continue;
      made.push({ kind: 'order', id: order.id });
      await meet(tx, order.id, fate, { printer, virtual });
    }
    return made;
  }

  async function meet(
    tx: Tx,
    id: Id,
    fate: Fate,
    { printer, virtual }: { printer: Id | null; virtual: Id | null },
  ): Promise<void> {
    const confirm = (at: Id | null) =>
      orders.confirm.run(tx, { id, printerId: at, autoPrint: at !== null, by: BY });
    const end = (to: 'completed' | 'rejected' | 'cancelled') =>
      orders.change.run(tx, { id, to, reason: MARK, by: BY });
    switch (fate) {
      case 'pending':
        return;
      case 'printed':
        await confirm(virtual);
        return;
      case 'completed':
        await confirm(virtual);
        await end('completed');
        return;
      case 'waiting':
        await confirm(printer);
        return;
      case 'uncertain':
      case 'failed':
        await confirm(printer);
        await breakOff(tx, id, fate);
        return;
      case 'rejected':
      case 'cancelled':
        await end(fate);
    }
  }

  /** The receipt was never under way: it is taken back, and its row says what a broken line would have left. */
  async function breakOff(tx: Tx, order: Id, status: 'uncertain' | 'failed'): Promise<void> {
    const papers = await waitingOf(tx, [order]);
    await withdraw(tx, press, papers);
    for (const { job_id: job, copy, attempt } of papers) {
      await tables(tx)
        .updateTable('print_paper')
        .set({ status, error_message: status === 'failed' ? '打印机缺纸（演示）' : null })
        .where('job_id', '=', job)
        .where('copy', '=', copy)
        .execute();
      await record(tx, { job, copy, attempt }, status === 'failed' ? 'refused' : 'unknown');
      await updateJob(tx, job);
    }
  }

  async function remove(tx: Tx, made: readonly Made[]): Promise<Refusal | null> {
    const [orders, printers] = [idsOf(made, 'order'), idsOf(made, 'printer')];
    const jobs = await jobsOf(tx, orders);
    const busy = (await atWork(tx, jobs)) ?? (await openElsewhere(tx, orders, printers));
    if (busy !== null) return refuse('PRINT_DEMO_BUSY', { job_id: busy });
    await withdraw(tx, press, await waitingPapers(tx).where('job_id', 'in', jobs).execute());
    await tables(tx).deleteFrom('print_job_event').where('job_id', 'in', jobs).execute();
    await tables(tx).deleteFrom('print_paper').where('job_id', 'in', jobs).execute();
    await tables(tx).deleteFrom('print_job').where('id', 'in', jobs).execute();
    await tables(tx).deleteFrom('print_order_item').where('order_id', 'in', orders).execute();
    await tables(tx).deleteFrom('print_order').where('id', 'in', orders).execute();
    await sayGone(tx, jobs, orders);
    for (const { kind, id } of made) if (kind === 'printer') await removePrinter(tx, id);
    return null;
  }

  return { make, remove };
}

/** Whoever looks at a list must not see its rows for ever. */
async function sayGone(tx: Tx, jobs: readonly Id[], orders: readonly Id[]): Promise<void> {
  const gone = (ids: readonly Id[]) =>
    ids.flatMap((id) => (id === 0 ? [] : [{ id, deleted: true } as const]));
  for (const job of gone(jobs)) await tx.publish(jobsRoom, JOBS_KEY, job);
  for (const order of gone(orders)) await tx.publish(ordersRoom, ORDERS_KEY, order);
}

function placePrinter(tx: Tx) {
  return insert(tx, {
    name: PRINTER,
    ip_address: null,
    port: 9100,
    printer_type: 'thermal',
    paper_width: 80,
    is_active: 1,
    // Nobody's order goes there unless somebody chooses it.
    auto_print_orders: 0,
    print_copies: 1,
    description: MARK,
    driver: 'client',
    virtual: 0,
    categories: null,
    ticket: 'kitchen',
    command_set: 'escpos',
    fallback_id: null,
  });
}

async function virtualPrinter(tx: Tx): Promise<Id | null> {
  const row = await tables(tx)
    .selectFrom('printer_config')
    .select('id')
    .where('virtual', '=', 1)
    .where('is_active', '=', 1)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** No list is empty: not every database takes `in ()`. No row has the id 0. */
const idsOf = (made: readonly Made[], kind: string): readonly Id[] => [
  0,
  ...made.filter((one) => one.kind === kind).map(({ id }) => id),
];

async function jobsOf(tx: Tx, orders: readonly Id[]): Promise<readonly Id[]> {
  const rows = await tables(tx)
    .selectFrom('print_job')
    .select('id')
    .where('order_id', 'in', orders)
    .execute();
  return [0, ...rows.map(({ id }) => id)];
}

/** A receipt that is coming out just now. */
async function atWork(tx: Tx, jobs: readonly Id[]): Promise<Id | null> {
  const row = await tables(tx)
    .selectFrom('print_paper')
    .select('job_id')
    .where('job_id', 'in', jobs)
    .where('status', 'in', ['printing', 'at_agent'])
    .limit(1)
    .executeTakeFirst();
  return row?.job_id ?? null;
}

/** Somebody's own receipt that was sent to a made-up printer. */
async function openElsewhere(tx: Tx, orders: readonly Id[], printers: readonly Id[]): Promise<Id | null> {
  const row = await tables(tx)
    .selectFrom('print_job')
    .select('id')
    .where('printer_id', 'in', printers)
    .where((eb) => eb.or([eb('order_id', 'is', null), eb('order_id', 'not in', orders)]))
    .where('status', 'not in', [...ENDED_STATES])
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

const waitingOf = (tx: Tx, orders: readonly Id[]) =>
  waitingPapers(tx)
    .where('job_id', 'in', (eb) => eb.selectFrom('print_job').select('id').where('order_id', 'in', orders))
    .execute();

/** Jobs that people sent there keep its name, as with any printer that is deleted. */
async function removePrinter(tx: Tx, id: Id): Promise<void> {
  await forgetClients(tx, id);
  await tables(tx)
    .deleteFrom('print_queue')
    .where('box_key', 'in', [printerKey(id), pausedKey(id)])
    .execute();
  await tables(tx)
    .updateTable('printer_config')
    .set({ fallback_id: null })
    .where('fallback_id', '=', id)
    .execute();
  const kept = await tables(tx)
    .selectFrom('print_job')
    .select('id')
    .where('printer_id', '=', id)
    .limit(1)
    .executeTakeFirst();
  if (kept) {
    await tables(tx).updateTable('printer_config').set({ deleted_at: tx.now }).where('id', '=', id).execute();
  } else await tables(tx).deleteFrom('printer_config').where('id', '=', id).execute();
  await tx.publish(printersRoom, PRINTERS_KEY, { id, deleted: true });
}
