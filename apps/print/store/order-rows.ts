import type { Id, Tx } from '@posthouse/kernel';
import type { Selectable } from 'kysely';
import type { Order } from '../contract.ts';
import type { ReceiptItem } from '../receipt/text.ts';
import { iso, maybeIso } from './shapes.ts';
import { tables, type OrderItemTable, type OrderTable } from './tables.ts';

export type OrderRow = Selectable<OrderTable>;

export function orderRow(tx: Tx, id: Id): Promise<OrderRow | undefined> {
  return tables(tx).selectFrom('print_order').selectAll().where('id', '=', id).executeTakeFirst();
}

export function itemRows(tx: Tx, order: Id) {
  return tables(tx)
    .selectFrom('print_order_item')
    .selectAll()
    .where('order_id', '=', order)
    .orderBy('id')
    .execute();
}

/** An item as receipts show it, and the category by which printers choose. */
export function receiptItem(row: Selectable<OrderItemTable>): ReceiptItem & { category: string | null } {
  return {
    name: row.name,
    category: row.category,
    quantity: row.quantity,
    unitCents: row.unit_cents,
    subtotalCents: row.subtotal_cents,
    size: row.size,
    temperature: row.temperature,
    sugarLevel: row.sugar_level,
    iceLevel: row.ice_level,
    notes: row.notes,
  };
}

export async function readOrder(tx: Tx, id: Id): Promise<Order | undefined> {
  const row = await orderRow(tx, id);
  return row && (await withItems(tx, [row]))[0];
}

/** Orders as they are told outside, in the order of their rows. */
export async function withItems(tx: Tx, rows: readonly OrderRow[]): Promise<Order[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const items = await tables(tx)
    .selectFrom('print_order_item')
    .selectAll()
    .where('order_id', 'in', ids)
    .orderBy('id')
    .execute();
  const byOrder = Map.groupBy(items, (item) => item.order_id);
  return rows.map((row) => toOrder(row, byOrder.get(row.id) ?? []));
}

function toOrder(row: OrderRow, items: readonly Selectable<OrderItemTable>[]): Order {
  return {
    id: row.id,
    status: row.status,
    total_amount: row.total_cents / 100,
    notes: row.notes,
    customer_phone: row.customer_phone,
    created_at: iso(row.created_at),
    confirmed_at: maybeIso(row.confirmed_at),
    confirmed_by: row.confirmed_by,
    reason: row.reason,
    items: items.map((item) => ({
      name: item.name,
      category: item.category,
      quantity: item.quantity,
      unit_price: item.unit_cents / 100,
      subtotal: item.subtotal_cents / 100,
      size: item.size,
      temperature: item.temperature,
      sugar_level: item.sugar_level,
      ice_level: item.ice_level,
      notes: item.notes,
    })),
  };
}
