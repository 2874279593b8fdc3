import { expect, it } from 'vitest';
import { ordersQuery, readOrderFilter, writeOrderFilter } from './order-filter.ts';

it('reads the address bar as it was written, and asks the hub for the same', () => {
  const filter = { status: 'pending', search: '珍珠', page: 3 } as const;
  expect(readOrderFilter(writeOrderFilter(filter))).toEqual(filter);
  expect(Object.fromEntries(new URLSearchParams(ordersQuery(filter, 20)))).toEqual({
    status: 'pending',
    q: '珍珠',
    page: '3',
    size: '20',
  });
  expect(writeOrderFilter(readOrderFilter({ status: 'eaten', q: [1], page: '-3' }))).toEqual({});
  expect(readOrderFilter({ q: 'x'.repeat(99) }).search).toHaveLength(50);
});
