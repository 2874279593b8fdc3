import { isRefusal, type Call, type Id, type Route } from '@posthouse/kernel';
import {
  ById,
  ChangeOrder,
  CloseOrder,
  Confirmed,
  ConfirmOrder,
  ListOrders,
  NewOrder,
  Order,
  OrderPage,
} from '../contract.ts';
import type { OrderStatus } from '../contract/states.ts';
import type { PrintStore } from '../store.ts';
import { masked } from '../store/shapes.ts';
import { forCaller, maySeePhones } from './phone.ts';
import { made, route, worded } from './route.ts';

export function orderRoutes({ orders }: PrintStore): readonly Route[] {
  return [
    route<unknown, ListOrders>({
      method: 'GET',
      path: '/api/print/orders',
      permission: 'print.order.read',
      summary: { zh: '订单，最新在前；q 搜索', en: 'Orders, newest first; q searches' },
      schema: { query: ListOrders, response: { 200: OrderPage } },
      async handle(call) {
        const byPhone = await maySeePhones(call);
        const page = await call.read(orders.list, { ...call.query, byPhone });
        return byPhone ? page : { ...page, items: page.items.map(masked) };
      },
    }),
    route<unknown, unknown, NewOrder>({
      method: 'POST',
      path: '/api/print/orders',
      permission: 'print.order.create',
      summary: { zh: '新建订单（金额由服务器计算）', en: 'Create an order; the server computes its total' },
      schema: { body: NewOrder, response: { 201: Order } },
      handle: async (call) => made(await call.write(orders.create, call.body)),
    }),
    route<{ id: Id }>({
      method: 'GET',
      path: '/api/print/orders/:id',
      permission: 'print.order.read',
      summary: { zh: '查看订单', en: 'See an order' },
      schema: { params: ById, response: { 200: Order } },
      async handle(call) {
        const order = await call.read(orders.get, { id: call.params.id });
        return isRefusal(order) ? order : forCaller(order, call);
      },
    }),
    route<{ id: Id }, unknown, ConfirmOrder | null>({
      method: 'POST',
      path: '/api/print/orders/:id/confirm',
      permission: 'print.order.confirm',
      summary: {
        zh: '确认订单并打印；重复确认不会重复打印',
        en: 'Confirm an order and print it; confirming twice prints once',
      },
      schema: { params: ById, body: ConfirmOrder, response: { 200: Confirmed } },
      async handle(call) {
        const { printer_id = null, auto_print = true } = call.body ?? {};
        const confirmed = await confirm(call, orders, printer_id, auto_print);
        if (isRefusal(confirmed)) return confirmed;
        return answered(confirmed, call);
      },
    }),
    ...DEEDS.map(({ deed, to, zh, en }) =>
      route<{ id: Id }, unknown, CloseOrder>({
        method: 'POST',
        path: `/api/print/orders/:id/${deed}`,
        permission: 'print.order.change',
        summary: { zh, en },
        schema: { params: ById, body: CloseOrder, response: { 200: Confirmed } },
        handle: (call) => change(call, orders, to, call.body?.reason ?? null),
      }),
    ),
    route<{ id: Id }, unknown, ChangeOrder>({
      method: 'POST',
      path: '/api/print/orders/:id/status',
      permission: 'print.order.change',
      summary: { zh: '改变订单状态；确认即打印', en: 'Change the state of an order; confirming prints it' },
      schema: { params: ById, body: ChangeOrder, response: { 200: Confirmed } },
      handle: (call) => change(call, orders, call.body.status, call.body.reason ?? null),
    }),
  ];
}

const DEEDS: readonly { deed: string; to: OrderStatus; zh: string; en: string }[] = [
  { deed: 'reject', to: 'rejected', zh: '拒绝订单', en: 'Reject an order' },
  {
    deed: 'cancel',
    to: 'cancelled',
    zh: '取消订单，并收回还没有开始打印的小票',
    en: 'Cancel an order and take back the papers that nobody has begun',
  },
  { deed: 'pay', to: 'paid', zh: '订单已支付', en: 'The order is paid' },
  { deed: 'complete', to: 'completed', zh: '完成订单', en: 'Complete an order' },
  { deed: 'refund', to: 'refunded', zh: '订单已退款', en: 'The order is refunded' },
];

async function change(
  call: Call<{ id: Id }>,
  orders: PrintStore['orders'],
  to: OrderStatus,
  reason: string | null,
) {
  const changed = await changeOrder(call, orders, to, reason);
  return isRefusal(changed) ? changed : answered(changed, call);
}

/** Changes the order that the path names, for whoever calls. */
export function changeOrder(
  call: Call<{ id: Id }>,
  orders: PrintStore['orders'],
  to: OrderStatus,
  reason: string | null,
) {
  return call.write(orders.change, { id: call.params.id, to, reason, by: call.principal.id });
}

async function answered({ order, jobs }: Confirmed, call: Call): Promise<Confirmed> {
  return { order: await forCaller(order, call), jobs: jobs.map((job) => worded(job, call.locale)) };
}

/** Confirms the order that the path names, for whoever calls. */
export function confirm(
  call: Call<{ id: Id }>,
  orders: PrintStore['orders'],
  printerId: Id | null,
  autoPrint: boolean,
) {
  return call.write(orders.confirm, { id: call.params.id, printerId, autoPrint, by: call.principal.id });
}
