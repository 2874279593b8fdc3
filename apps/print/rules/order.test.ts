import { describe, expect, it } from 'vitest';
import { ORDER_STATUSES } from '../contract/states.ts';
import { moveOrder } from './order.ts';

const from = (status: (typeof ORDER_STATUSES)[number], confirmedAt: number | null = null) =>
  ORDER_STATUSES.filter((to) => !('refuse' in moveOrder({ status, confirmedAt }, to)));

describe('an order', () => {
  it('becomes what its state allows, and nothing after its end', () => {
    expect(from('pending')).toEqual(['confirmed', 'paid', 'rejected', 'refunded', 'cancelled']);
    expect(from('confirmed', 1)).toEqual(['paid', 'completed', 'refunded', 'cancelled', 'cancel_pending']);
    expect(from('cancel_pending', 1)).toEqual(['confirmed', 'cancelled']);
    expect(from('completed', 1)).toEqual(['refunded']);
    for (const end of ['rejected', 'refunded', 'cancelled'] as const) expect(from(end, 1)).toEqual([]);
  });

  it('that is paid can be confirmed once', () => {
    expect(moveOrder({ status: 'paid', confirmedAt: null }, 'confirmed')).toMatchObject({ confirm: true });
    expect(moveOrder({ status: 'paid', confirmedAt: 1 }, 'confirmed')).toMatchObject({
      refuse: 'PRINT_ORDER_NOT_CHANGEABLE',
    });
  });

  it('that goes back from a request to cancel is not confirmed again, so it does not print again', () => {
    expect(moveOrder({ status: 'cancel_pending', confirmedAt: 1 }, 'confirmed')).toEqual({
      confirm: false,
      withdraw: false,
    });
  });

  it('takes back its papers when it is rejected, cancelled or refunded', () => {
    const withdraws = (['rejected', 'cancelled', 'refunded', 'paid'] as const).map((to) =>
      moveOrder({ status: 'pending', confirmedAt: null }, to),
    );
    expect(withdraws.map((move) => 'withdraw' in move && move.withdraw)).toEqual([true, true, true, false]);
  });
});
