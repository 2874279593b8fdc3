import { itemChoices, type ReceiptOrder } from './text.ts';

const RULE = '='.repeat(32);
const DASH = '-'.repeat(32);

/** What a kitchen or bar needs to make its part of an order: quantities first, no prices. 32 columns. */
export function kitchenText(station: string, order: ReceiptOrder, createdAt: string): string {
  const lines = [
    RULE,
    `  ${station}  #${order.id}`,
    RULE,
    `时间: ${createdAt}`,
    DASH,
    ...order.items.flatMap((item) => [
      `${item.quantity} x ${item.name}`,
      ...itemChoices(item),
      ...(item.notes ? [`  备注: ${item.notes}`] : []),
    ]),
    ...(order.notes ? [DASH, `订单备注: ${order.notes}`] : []),
    RULE,
  ];
  return `${lines.join('\n')}\n`;
}
