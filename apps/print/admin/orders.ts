import { isRefusal, reply, type Id, type Route } from '@posthouse/kernel';
import * as Type from 'typebox';
import { ById, type Confirmed, type Job, type Order, OrderStatus } from '../contract.ts';
import { JOB_STATE_NAMES, ORDER_STATUS_NAMES } from '../contract/states.ts';
import { changeOrder, confirm } from '../http/orders.ts';
import type { PrintStore } from '../store.ts';
import { html, page, say } from './page.ts';
import { adminRoute, refusalText, Said } from './route.ts';

const Form = Type.Object({
  auto_print: Type.Optional(Type.String()),
  printer_id: Type.Optional(Type.Union([Type.Literal(''), Type.String({ pattern: '^[1-9][0-9]{0,9}$' })])),
});
type Form = Type.Static<typeof Form>;

const Update = Type.Object({ status: Type.String(), reason: Type.Optional(Type.String({ maxLength: 500 })) });
type Update = Type.Static<typeof Update>;

const jsonError = (_code: string, message: string) => ({ success: false, message });

/** Orders in the old admin site (contract §8), with the texts that its pages show. Every confirm route prints. */
export function adminOrderRoutes({ orders, jobs }: PrintStore): readonly Route[] {
  return [
    adminRoute<{ id: Id }, Said>({
      method: 'GET',
      path: '/admin/order/:id',
      permission: 'print.order.read',
      summary: { zh: '旧后台：订单页', en: 'Old admin site: an order' },
      schema: { params: ById, query: Said },
      async handle(call) {
        const order = await call.read(orders.get, { id: call.params.id });
        if (isRefusal(order)) return order;
        const { items } = await call.read(jobs.list, { order_id: order.id, size: 100 });
        return orderPage(order, items, call.query.message);
      },
    }),
    adminRoute<{ id: Id }, unknown, Form | null>({
      method: 'POST',
      path: '/admin/order/:id/confirm',
      permission: 'print.order.confirm',
      summary: { zh: '旧后台：确认订单（表单）', en: 'Old admin site: confirm an order (form)' },
      schema: { params: ById, body: Form },
      async handle(call) {
        const { auto_print, printer_id } = call.body ?? {};
        const chosen = printer_id ? Number(printer_id) : null;
        const answer = await confirm(call, orders, chosen, auto_print === 'on');
        if (isRefusal(answer) && answer.refuse === 'PRINT_ORDER_UNKNOWN') return answer;
        const message = isRefusal(answer) ? refusalText(answer.refuse) : sentText(call.params.id, answer);
        return say(`/admin/order/${call.params.id}`, message);
      },
    }),
    adminRoute<{ id: Id }>({
      method: 'POST',
      path: '/admin/api/order/:id/confirm',
      permission: 'print.order.confirm',
      summary: {
        zh: '旧后台：确认订单（JSON），并打印',
        en: 'Old admin site: confirm an order (JSON) and print',
      },
      schema: {
        params: ById,
        response: { 200: Type.Object({ success: Type.Boolean(), message: Type.String() }) },
      },
      errorBody: jsonError,
      async handle(call) {
        const answer = await confirm(call, orders, null, true);
        return isRefusal(answer) ? answer : { success: true, message: sentText(call.params.id, answer) };
      },
    }),
    adminRoute<{ id: Id }, unknown, Update>({
      method: 'POST',
      path: '/admin/order/:id/update_status',
      permission: 'print.order.change',
      summary: {
        zh: '旧后台：改变订单状态；确认即打印',
        en: 'Old admin site: change the state of an order; confirming prints it',
      },
      schema: { params: ById, body: Update },
      errorBody: jsonError,
      async handle(call) {
        const { status, reason } = call.body;
        const to = OrderStatus.enum.find((known) => known === status);
        const answer = to && (await changeOrder(call, orders, to, reason || null));
        if (!answer || isRefusal(answer)) {
          if (answer?.refuse === 'PRINT_ORDER_UNKNOWN') return answer;
          const message = refusalText(answer?.refuse ?? 'PRINT_ORDER_NOT_CHANGEABLE');
          return reply({ status: 400, body: jsonError('', message) });
        }
        const { id } = call.params;
        return {
          success: true,
          message: to === 'confirmed' ? sentText(id, answer) : `订单 ${id} ${nameOf(answer.order.status)}`,
          old_status: answer.was,
          new_status: answer.order.status,
        };
      },
    }),
  ];
}

function sentText(order: Id, { jobs }: Pick<Confirmed, 'jobs'>): string {
  if (jobs.length === 0) return `订单 ${order} 已确认`;
  return `订单 ${order} 已确认并发送到 ${jobs.map((job) => job.printer_name ?? '默认打印机').join('、')}`;
}

const nameOf = (status: Order['status']): string => ORDER_STATUS_NAMES[status];

function orderPage(order: Order, jobs: readonly Job[], said: string | undefined) {
  const open = order.confirmed_at === null && (order.status === 'pending' || order.status === 'paid');
  return page(
    `订单 #${order.id}`,
    said,
    html`<p>${nameOf(order.status)}　¥${order.total_amount.toFixed(2)}</p>
      <ul>
        ${order.items.map((item) => html`<li>${item.name} × ${item.quantity}</li>`)}
      </ul>
      ${
        open
          ? html`<form method="post" action="/admin/order/${order.id}/confirm">
              <label><input type="checkbox" name="auto_print" checked /> 打印小票</label
              ><button>确认订单</button>
            </form>`
          : null
      }
      <ul>
        ${jobs.map(
          (job) =>
            html`<li>
              打印任务 #${job.id} ${job.printer_name ?? '默认打印机'}：${JOB_STATE_NAMES[job.status]}
            </li>`,
        )}
      </ul>`,
  );
}
