import { DEFAULT_TEMPLATES, fillTemplate } from '@posthouse/printing';
import { expect, it } from 'vitest';
import { templateData } from './template-data.ts';

const order = {
  id: 456,
  status: 'confirmed' as const,
  notes: null,
  totalCents: 5_000,
  items: [
    {
      name: '珍珠奶茶',
      quantity: 2,
      unitCents: 2_500,
      subtotalCents: 5_000,
      size: 'large',
      temperature: '正常冰',
      sugarLevel: null,
      iceLevel: null,
      notes: '不要珍珠',
    },
  ],
};
const data = templateData(order, {
  shop: '店',
  createdAt: '2025-07-14 10:30:00',
  station: '吧台',
  phone: '13812345678',
});

it('gives templates the names of what was chosen, sums as text, and no whole phone number', () => {
  expect(data).toMatchObject({
    order: 456,
    status: '已确认',
    total: '¥50.00',
    items: [{ name: '珍珠奶茶', choices: '大杯 | 正常冰', price: '¥25.00', subtotal: '¥50.00' }],
  });
  expect(JSON.stringify(data)).not.toContain('13812345678');
});

it('fills every template that comes with the app', () => {
  const receipt = fillTemplate('order', DEFAULT_TEMPLATES.order, data);
  expect(receipt).toContain('#456');
  expect(receipt).toContain('¥50.00');
  expect(fillTemplate('kitchen', DEFAULT_TEMPLATES.kitchen, data)).not.toContain('¥');
});
