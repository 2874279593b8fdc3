import { ORDER_STATUSES, type OrderStatus } from './order-deeds.ts';
import { whole, type Query } from './job-filter.ts';

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
    status: ORDER_STATUSES.find((known) => known === status) ?? null,
    search: typeof q === 'string' ? q.slice(0, LONGEST_SEARCH) : '',
    page: whole(page) ?? 1,
  };
}

/** The address bar's part of a filter; what is at its default is left out. */

export function writeOrderFilter({ status, search, page }: OrderFilter): Record<string, string> {
  return {
    ...(status !== null && { status }),
    ...(search !== '' && { q: search }),
    ...(page > 1 && { page: String(page) }),
  };
}

/** The query of `GET /api/print/orders`. */
export function ordersQuery(filter: OrderFilter, size: number): string {
  const query = new URLSearchParams(writeOrderFilter(filter));
  query.set('page', String(filter.page));
  query.set('size', String(size));
  return query.toString();
}
