import type { Order } from '@posthouse/print/contract';
import { describe, expect, it } from 'vitest';
import { isRefusal } from '../../../../kernel/src/ports/base.ts';
import { confirmOrder, moveOrder } from '../../../../../apps/print/rules/order.ts';
import { choicesOf, itemsLine, ORDER_STATUSES, orderDeedsOf } from './order-deeds.ts';

const GOALS = { reject: 'rejected', complete: 'completed', cancel: 'cancelled' } as const;

describe('what the shop may do with an order', () => {
  it.each(ORDER_STATUSES)('offers nothing that the hub would refuse: %s', (status) => {
    for (const confirmed of [null, '2025-07-14T02:30:00.000Z']) {
      const stored = { status, confirmedAt: confirmed === null ? null : 1 };
      for (const deed of orderDeedsOf({ status, confirmed_at: confirmed })) {
        const answer = deed === 'confirm' ? confirmOrder(stored) : moveOrder(stored, GOALS[deed]);
        expect(isRefusal(answer), `${deed} of ${status}`).toBe(false);
      }
    }
  });

  it('confirms a new order first, and a paid one that nobody confirmed', () => {
    expect(orderDeedsOf({ status: 'pending', confirmed_at: null })[0]).toBe('confirm');
    expect(orderDeedsOf({ status: 'paid', confirmed_at: null })[0]).toBe('confirm');
    expect(orderDeedsOf({ status: 'paid', confirmed_at: 'then' })).toEqual(['complete', 'cancel']);
  });

  it('says in one line what it is about', () => {
    const items = [
      { name: '珍珠奶茶', quantity: 2, size: '大杯', temperature: null, sugar_level: '', ice_level: '去冰' },
      { name: '柠檬茶', quantity: 1 },
    ] as Order['items'];
    expect(itemsLine(items, '、')).toBe('珍珠奶茶 × 2、柠檬茶');
    expect(items.map(choicesOf)).toEqual([['大杯', '去冰'], []]);
  });
});
