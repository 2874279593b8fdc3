import type { Order } from '@posthouse/print/contract';
import type { Tone } from '../../design/tone.ts';

export type OrderStatus = Order['status'];
export type OrderDeed = 'confirm' | 'reject' | 'complete' | 'cancel';

/** How an order's state looks; its word is `print.orders.state.<status>`. */
export const ORDER_TONES: Readonly<Record<OrderStatus, Tone>> = {
  pending: 'waits',
  confirmed: 'good',
  paid: 'good',
  rejected: 'off',
  completed: 'off',
  refunded: 'off',
  cancelled: 'off',
  cancel_pending: 'asks',
};

export const ORDER_STATUSES = Object.keys(ORDER_TONES) as OrderStatus[];

const CLOSES: Readonly<Record<OrderStatus, readonly OrderDeed[]>> = {
  pending: ['reject', 'cancel'],
  confirmed: ['complete', 'cancel'],
  paid: ['complete', 'cancel'],
  cancel_pending: ['cancel'],
  completed: [],
  rejected: [],
  refunded: [],
  cancelled: [],
};

/** What the shop may do with an order, the likeliest first. A paid order that nobody confirmed is printed by confirming it. */
export function orderDeedsOf({
  status,
  confirmed_at,
}: Pick<Order, 'status' | 'confirmed_at'>): readonly OrderDeed[] {
  const confirmable = confirmed_at === null && (status === 'pending' || status === 'paid');
  return [...(confirmable ? (['confirm'] as const) : []), ...CLOSES[status]];
}

/** `珍珠奶茶 × 2、柠檬茶`: what an order is about, in one line. */
export function itemsLine(items: Order['items'], comma: string): string {
  return items.map(({ name, quantity }) => (quantity > 1 ? `${name} × ${quantity}` : name)).join(comma);
}

/** What was chosen of an item, as stored or by its name. */
export function choicesOf(item: Order['items'][number]): readonly string[] {
  return [item.size, item.temperature, item.sugar_level, item.ice_level].filter(Boolean) as string[];
}
