import type { TemplateData } from '@posthouse/printing';
import { maskPhone } from '@posthouse/protocol';
import { ORDER_STATUS_NAMES } from '../contract/states.ts';
import { choiceNames, money, type ReceiptOrder } from './text.ts';

/** What the placeholders of an owner's template stand for. `createdAt` is local, `YYYY-MM-DD HH:MM:SS`. */
export function templateData(
  order: ReceiptOrder,
  more: {
    readonly shop: string;
    readonly createdAt: string;
    readonly station: string;
    readonly phone: string | null;
  },
): TemplateData {
  return {
    shop: more.shop,
    order: order.id,
    time: more.createdAt,
    status: ORDER_STATUS_NAMES[order.status],
    station: more.station,
    // Papers lie about, and pictures of them are for whoever may see jobs.
    ...(more.phone !== null && { phone: maskPhone(more.phone) }),
    ...(order.notes !== null && { notes: order.notes }),
    total: money(order.totalCents),
    items: order.items.map((item) => ({
      name: item.name,
      quantity: item.quantity,
      choices: choiceNames(item).join(' | '),
      ...(item.notes !== null && { notes: item.notes }),
      price: money(item.unitCents),
      subtotal: money(item.subtotalCents),
    })),
  };
}
