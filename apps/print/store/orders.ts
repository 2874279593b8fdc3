import { isRefusal, refuse, type Id, type Op, type Refusal, type Tx } from '@posthouse/kernel';
import type { Confirmed, NewOrder, Order } from '../contract.ts';
import type { OrderStatus } from '../contract/states.ts';
import { kitchenText } from '../receipt/kitchen.ts';
import { createLocalTime } from '../receipt/local-time.ts';
import { templateData } from '../receipt/template-data.ts';
import { receiptText, type ReceiptOrder } from '../receipt/text.ts';
import { confirmOrder, moveOrder, orderPriority, priceOrder } from '../rules/order.ts';
import { routeOrder, shareItems } from '../rules/routing.ts';
import { jobsOfOrder } from './job-rows.ts';
import { itemRows, orderRow, readOrder, receiptItem, type OrderRow } from './order-rows.ts';
import { addJob, takesMarkup, waitingPapers, withdraw, type Press } from './posting.ts';
import type { PrinterRow } from './printers.ts';
import { announceOrder } from './rooms.ts';
import { categoriesOf } from './shapes.ts';
import { tables } from './tables.ts';
import { templateOf } from './templates.ts';

export interface OrderSettings {
  readonly shop: string;
  readonly timezone: string;
}

export interface ConfirmArgs {
  readonly id: Id;
  readonly printerId: Id | null;
  readonly autoPrint: boolean;
  readonly by: string;
}

export interface ChangeArgs {
  readonly id: Id;
  readonly to: OrderStatus;
  readonly reason: string | null;
  readonly by: string;
}

/** An order after a change, its jobs, and what it was before. */
export type Changed = Confirmed & { readonly was: OrderStatus };

export function createOrderOps({ shop, timezone }: OrderSettings, press: Press) {
  const localTime = createLocalTime(timezone);

  const create: Op<NewOrder, Order | Refusal> = {
    name: 'print.order.create',
    async run(tx, { items, notes, customer_phone }) {
      const priced = priceOrder(items);
      if (isRefusal(priced)) return priced;
      const { id } = await tables(tx)
        .insertInto('print_order')
        .values({
          status: 'pending',
          total_cents: priced.totalCents,
          notes: notes || null,
          customer_phone: customer_phone || null,
          created_at: tx.now,
          confirmed_at: null,
          confirmed_by: null,
          reason: null,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await tables(tx)
        .insertInto('print_order_item')
        .values(
          priced.lines.map((line) => ({
            order_id: id,
            name: line.name,
            category: line.category || null,
            quantity: line.quantity,
            unit_cents: line.unitCents,
            subtotal_cents: line.subtotalCents,
            size: line.size || null,
            temperature: line.temperature || null,
            sugar_level: line.sugar_level || null,
            ice_level: line.ice_level || null,
            notes: line.notes || null,
          })),
        )
        .execute();
      return announced(tx, id);
    },
  };

  /** Confirms once: said again, it gives the order and its jobs as they are and prints nothing more. */
  const confirm: Op<ConfirmArgs, (Confirmed & { first: boolean }) | Refusal> = {
    name: 'print.order.confirm',
    async run(tx, args) {
      const order = await locked(tx, args.id);
      if (!order) return refuse('PRINT_ORDER_UNKNOWN', { id: args.id });
      return confirmIn(tx, order, args);
    },
  };

  /** Any other move of an order (contract §4). What ends it takes back the papers that nobody has begun. */
  const change: Op<ChangeArgs, Changed | Refusal> = {
    name: 'print.order.change',
    async run(tx, { id, to, reason, by }) {
      const order = await locked(tx, id);
      if (!order) return refuse('PRINT_ORDER_UNKNOWN', { id });
      const move = moveOrder({ status: order.status, confirmedAt: order.confirmed_at }, to);
      if (isRefusal(move)) return move;
      if (move.confirm) {
        const confirmed = await confirmIn(tx, order, { printerId: null, autoPrint: true, by });
        return isRefusal(confirmed) ? confirmed : { ...confirmed, was: order.status };
      }
      await tables(tx)
        .updateTable('print_order')
        .set({ status: to, ...(reason !== null && { reason }) })
        .where('id', '=', id)
        .execute();
      if (move.withdraw) await withdraw(tx, press, await waitingOf(tx, id));
      return { order: await announced(tx, id), jobs: await jobsOfOrder(tx, id), was: order.status };
    },
  };

  async function confirmIn(
    tx: Tx,
    order: OrderRow,
    { printerId, autoPrint, by }: Omit<ConfirmArgs, 'id'>,
  ): Promise<(Confirmed & { first: boolean }) | Refusal> {
    const { id } = order;
    const confirmation = confirmOrder({ status: order.status, confirmedAt: order.confirmed_at });
    if (isRefusal(confirmation)) return confirmation;
    const { first } = confirmation;
    if (first) {
      const targets = autoPrint ? routeOrder(await routable(tx), printerId) : [];
      if (isRefusal(targets)) return targets;
      await tables(tx)
        .updateTable('print_order')
        .set({ status: confirmation.status, confirmed_at: tx.now, confirmed_by: by })
        .where('id', '=', id)
        .execute();
      await printOrder(tx, { ...order, status: confirmation.status }, targets, printerId !== null);
    }
    const now = first ? await announced(tx, id) : (await readOrder(tx, id))!;
    return { order: now, jobs: await jobsOfOrder(tx, id), first };
  }

  /** A chosen printer prints the whole order; otherwise each prints what its categories name. */
  async function printOrder(
    tx: Tx,
    order: OrderRow,
    targets: readonly (Routable | null)[],
    chosen: boolean,
  ): Promise<void> {
    const items = (await itemRows(tx, order.id)).map(receiptItem);
    const shares = chosen
      ? targets.map((printer) => ({ printer, items }))
      : shareItems<Routable, (typeof items)[number]>(targets, items);
    for (const share of shares) {
      const row = share.printer?.row ?? null;
      const kitchen = row?.ticket === 'kitchen';
      const ticket: ReceiptOrder = {
        id: order.id,
        status: order.status,
        notes: order.notes,
        totalCents: share.items.reduce((sum, item) => sum + item.subtotalCents, 0),
        items: share.items,
      };
      const createdAt = localTime(order.created_at);
      const type = kitchen ? 'kitchen' : 'order';
      const bytes = takesMarkup(row);
      await addJob(tx, press, {
        orderId: order.id,
        printer: row,
        type,
        content: kitchen ? kitchenText(row.name, ticket, createdAt) : receiptText(shop, ticket, createdAt),
        markup: bytes ? await templateOf(tx, type) : null,
        data: bytes
          ? templateData(ticket, { shop, createdAt, station: row?.name ?? '', phone: order.customer_phone })
          : null,
        priority: orderPriority(order.status),
        copies: row?.print_copies ?? 1,
      });
    }
  }

  return { create, confirm, change };
}

/** The order as it is now, said to whoever watches. */
async function announced(tx: Tx, id: Id): Promise<Order> {
  const order = (await readOrder(tx, id))!;
  await announceOrder(tx, order);
  return order;
}

async function locked(tx: Tx, id: Id): Promise<OrderRow | undefined> {
  await tx.lock('print_order', id);
  return orderRow(tx, id);
}

async function waitingOf(tx: Tx, order: Id) {
  return waitingPapers(tx)
    .where('job_id', 'in', (eb) => eb.selectFrom('print_job').select('id').where('order_id', '=', order))
    .execute();
}

interface Routable {
  readonly id: Id;
  readonly active: boolean;
  readonly autoPrint: boolean;
  readonly categories: readonly string[];
  readonly row: PrinterRow;
}

async function routable(tx: Tx): Promise<Routable[]> {
  const rows = await tables(tx)
    .selectFrom('printer_config')
    .selectAll()
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    active: row.is_active === 1,
    autoPrint: row.auto_print_orders === 1,
    categories: categoriesOf(row),
    row,
  }));
}
