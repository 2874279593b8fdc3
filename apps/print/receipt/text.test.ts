import { describe, expect, it } from 'vitest';
import { createLocalTime } from './local-time.ts';
import { receiptText, type ReceiptItem, type ReceiptOrder } from './text.ts';

const tea: ReceiptItem = {
  name: '珍珠奶茶',
  quantity: 1,
  unitCents: 2_500,
  subtotalCents: 2_500,
  size: '大杯',
  temperature: '正常冰',
  sugarLevel: '正常糖',
  iceLevel: null,
  notes: null,
};

const order: ReceiptOrder = { id: 456, status: 'confirmed', notes: null, totalCents: 2_500, items: [tea] };

const GOLDEN = `================================
        发财小狗饮品店
================================
订单号: #456
时间: 2025-07-14 10:30:00
状态: 已确认
--------------------------------
珍珠奶茶
  规格: 大杯 | 温度: 正常冰 | 糖度: 正常糖
  1 x ¥25.00 = ¥25.00
--------------------------------
总计: ¥25.00
================================
      谢谢惠顾，欢迎再来！
================================
`;

const linesOf = (changed: Partial<ReceiptOrder>) =>
  receiptText('发财小狗饮品店', { ...order, ...changed }, '2025-07-14 10:30:00').split('\n');

describe('receipt text', () => {
  it('is the golden sample byte for byte', () => {
    expect(receiptText('发财小狗饮品店', order, '2025-07-14 10:30:00')).toBe(GOLDEN);
  });

  it('translates known codes and passes other text through', () => {
    const items = [
      { ...tea, size: 'small', temperature: 'normal', sugarLevel: 'no_sugar', iceLevel: 'less_ice' },
    ];
    expect(linesOf({ items })).toContain('  规格: 小杯 | 温度: 常温 | 糖度: 无糖 | 冰量: 少冰');
    expect(linesOf({ items: [{ ...tea, size: 'constructor' }] }).join()).toContain('规格: constructor');
  });

  it('leaves out what is null or empty, and shows notes where there are any', () => {
    const bare = { ...tea, size: '', temperature: null, sugarLevel: null, iceLevel: '' };
    expect(linesOf({ items: [bare] }).slice(7, 9)).toEqual(['珍珠奶茶', '  1 x ¥25.00 = ¥25.00']);
    expect(linesOf({ items: [{ ...bare, notes: '少珍珠' }] })).toContain('  备注: 少珍珠');
    const noted = linesOf({ notes: '快一点' });
    expect(noted.slice(noted.indexOf('总计: ¥25.00') + 1).slice(0, 2)).toEqual([
      '-'.repeat(32),
      '订单备注: 快一点',
    ]);
  });

  it('writes cents without floats', () => {
    const items = [{ ...tea, quantity: 3, unitCents: 1_005, subtotalCents: 3_015 }];
    const lines = linesOf({ items, totalCents: 3_015 });
    expect(lines).toContain('  3 x ¥10.05 = ¥30.15');
    expect(lines).toContain('总计: ¥30.15');
  });
});

describe('local time', () => {
  it('is the time of the configured zone, midnight included', () => {
    const moment = Date.UTC(2025, 6, 14, 16, 0, 5);
    expect(createLocalTime('Asia/Shanghai')(moment)).toBe('2025-07-15 00:00:05');
    expect(createLocalTime('UTC')(moment)).toBe('2025-07-14 16:00:05');
  });
});
