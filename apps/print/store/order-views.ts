import { refuse, type Id, type Op, type Refusal, type Tx } from '@posthouse/kernel';
import { sql } from 'kysely';
import type { ListOrders, Order, OrderPage } from '../contract.ts';
import { readOrder, withItems } from './order-rows.ts';
import { tables } from './tables.ts';

const PAGE_SIZE = 20;
/** A search looks at so many of the newest orders: it reads each of them. */
const SEARCHED = 20_000;

const get: Op<{ id: Id }, Order | Refusal> = {
  name: 'print.order.get',
  run: async (tx, { id }) => (await readOrder(tx, id)) ?? refuse('PRINT_ORDER_UNKNOWN', { id }),
};

/** `byPhone`: the caller may see customers' numbers, and so may search by them. */
const list: Op<ListOrders & { byPhone: boolean }, OrderPage> = {
  name: 'print.order.list',
  async run(tx, { page = 1, size = PAGE_SIZE, status, q, byPhone }) {
    const found = matching(tx, status, q, byPhone);
    const rows = await found
      .selectAll()
      .orderBy('id', 'desc')
      .limit(size)
      .offset((page - 1) * size)
      .execute();
    const { total } = await found
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
    return { items: await withItems(tx, rows), total, page, size };
  },
};

function matching(tx: Tx, status: Order['status'] | undefined, q: string | undefined, byPhone: boolean) {
  let orders = tables(tx).selectFrom('print_order');
  if (status !== undefined) orders = orders.where('status', '=', status);
  const text = q?.trim().toLowerCase() ?? '';
  if (text === '') return orders;
  const pattern = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const number = /^#?([1-9]\d{0,9})$/.exec(text)?.[1];
  return orders
    .where('id', '>', (eb) =>
      eb
        .selectFrom('print_order as newest')
        .select(sql<number>`coalesce(max(newest.id), 0) - ${SEARCHED}`.as('id')),
    )
    .where((eb) =>
      eb.or([
        ...(number === undefined ? [] : [eb('id', '=', Number(number))]),
        sql<boolean>`lower(notes) like ${pattern} escape '\\'`,
        ...(byPhone ? [sql<boolean>`customer_phone like ${pattern} escape '\\'`] : []),
        eb.exists(
          eb
            .selectFrom('print_order_item')
            .select('print_order_item.id')
            .whereRef('order_id', '=', 'print_order.id')
            .where(sql<boolean>`lower(name) like ${pattern} escape '\\'`),
        ),
      ]),
    );
}

export const orderViews = { get, list };
