import { choice, pageOf, queryOf, text, whole, type Query } from '../../design/query.ts';
import { ORDER_STATUSES, type OrderStatus } from './order-deeds.ts';

/** Which orders are shown; it lives in the address bar. */
export interface OrderFilter {
  readonly status: OrderStatus | null;
  readonly search: string;
  readonly page: number;
}

/** The hub searches for no more. */
const LONGEST_SEARCH = 50;

/** What the address bar asks for; what makes no sense is left out. */
export function readOrderFilter({ status, q, page }: Query): OrderFilter {
  return {
    status: choice(status, ORDER_STATUSES),
    search: text(q, LONGEST_SEARCH),
    page: whole(page) ?? 1,
  };
}

/** The address bar's part of a filter; what is at its default is left out. */
export function writeOrderFilter({ status, search, page }: OrderFilter): Record<string, string> {
  return queryOf({ status, q: search, page: pageOf(page) });
}

/** The query of `GET /api/print/orders`. */
export function ordersQuery({ status, search, page }: OrderFilter, size: number): string {
  return new URLSearchParams(queryOf({ status, q: search, page, size })).toString();
}
