import { refuse, type Ms, type Refusal } from '@posthouse/kernel';
import type { OrderStatus } from '../contract/states.ts';

/** Confirming is done once; said again of a confirmed order it changes nothing. A paid order keeps its status. */
export function confirmOrder(order: {
  readonly status: OrderStatus;
  readonly confirmedAt: Ms | null;
}): { first: boolean; status: OrderStatus } | Refusal {
  if (order.status === 'pending') return { first: true, status: 'confirmed' };
  if (order.status === 'paid' && order.confirmedAt === null) return { first: true, status: 'paid' };
  if (order.confirmedAt !== null && ['confirmed', 'paid', 'completed'].includes(order.status)) {
    return { first: false, status: order.status };
  }
  return refuse('PRINT_ORDER_NOT_CONFIRMABLE', { status: order.status });
}

/** Lower is more urgent (contract §2, `new_order.order.priority`). */
export function orderPriority(status: OrderStatus): number {
  return status === 'confirmed' ? 1 : 5;
}

/** What an order may become (contract §4). A customer may pay before or after the shop confirms. */
const MOVES: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  pending: ['confirmed', 'rejected', 'cancelled', 'refunded', 'paid'],
  confirmed: ['cancel_pending', 'cancelled', 'completed', 'refunded', 'paid'],
  paid: ['confirmed', 'cancel_pending', 'cancelled', 'completed', 'refunded'],
  cancel_pending: ['cancelled', 'confirmed'],
  completed: ['refunded'],
  rejected: [],
  refunded: [],
  cancelled: [],
};

/** `confirm`: this move is a confirmation, which prints. `withdraw`: what waits to be printed is taken back. */
export function moveOrder(
  order: { readonly status: OrderStatus; readonly confirmedAt: Ms | null },
  to: OrderStatus,
): { confirm: boolean; withdraw: boolean } | Refusal {
  const unconfirmed = order.confirmedAt === null;
  if (!MOVES[order.status].includes(to) || (to === 'confirmed' && order.status === 'paid' && !unconfirmed)) {
    return refuse('PRINT_ORDER_NOT_CHANGEABLE', { status: order.status, to });
  }
  return {
    confirm: to === 'confirmed' && unconfirmed,
    withdraw: to === 'rejected' || to === 'cancelled' || to === 'refunded',
  };
}

/** Integer cents of a price in yuan; null when it has more than two decimals. */
export function toCents(yuan: number): number | null {
  const cents = Math.round(yuan * 100);
  return Math.abs(yuan * 100 - cents) < 1e-6 ? cents : null;
}

const LARGEST_TOTAL = 100_000_000_00;

/** Prices each line and the whole in cents; what a client claims as a total is not asked. */
export function priceOrder<I extends { readonly quantity: number; readonly unit_price: number }>(
  items: readonly I[],
): { lines: readonly (I & { unitCents: number; subtotalCents: number })[]; totalCents: number } | Refusal {
  let totalCents = 0;
  const lines: (I & { unitCents: number; subtotalCents: number })[] = [];
  for (const [index, item] of items.entries()) {
    const unitCents = toCents(item.unit_price);
    if (unitCents === null)
      return refuse('PRINT_PRICE_INVALID', { item: index, unit_price: item.unit_price });
    const subtotalCents = unitCents * item.quantity;
    totalCents += subtotalCents;
    lines.push({ ...item, unitCents, subtotalCents });
  }
  return totalCents > LARGEST_TOTAL ? refuse('PRINT_ORDER_TOO_LARGE') : { lines, totalCents };
}
