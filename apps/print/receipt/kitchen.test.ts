import { expect, it } from 'vitest';
import { kitchenText } from './kitchen.ts';
import { startOfDay } from './local-time.ts';

it('tells the kitchen what to make, and no prices', () => {
  const item = {
    name: '珍珠奶茶',
    quantity: 2,
    unitCents: 2_500,
    subtotalCents: 5_000,
    size: 'large',
    temperature: null,
    sugarLevel: null,
    iceLevel: 'no_ice',
    notes: '不要珍珠',
  };
  const order = { id: 7, status: 'confirmed' as const, notes: '打包', totalCents: 5_000, items: [item] };
  const text = kitchenText('吧台', order, '2025-07-14 10:30:00');
  expect(text.split('\n').slice(5, 8)).toEqual([
    '2 x 珍珠奶茶',
    '  规格: 大杯 | 冰量: 去冰',
    '  备注: 不要珍珠',
  ]);
  expect(text).toContain('吧台  #7');
  expect(text).toContain('订单备注: 打包');
  expect(text).not.toMatch(/¥|[.]00|总计/);
});

it('knows when the day of the shop began, also on days when the clock changes', () => {
  const shanghai = startOfDay('Asia/Shanghai');
  expect(shanghai(Date.UTC(2025, 6, 14, 2, 30))).toBe(Date.UTC(2025, 6, 13, 16));
  expect(shanghai(Date.UTC(2025, 6, 13, 16))).toBe(Date.UTC(2025, 6, 13, 16));
  expect(shanghai(Date.UTC(2025, 6, 13, 15, 59, 59, 999))).toBe(Date.UTC(2025, 6, 12, 16));
  const berlin = startOfDay('Europe/Berlin');
  expect(berlin(Date.UTC(2025, 2, 30, 12))).toBe(Date.UTC(2025, 2, 29, 23));
  expect(berlin(Date.UTC(2025, 9, 26, 12))).toBe(Date.UTC(2025, 9, 25, 22));
});
