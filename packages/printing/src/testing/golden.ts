const rule = '='.repeat(32);
const dash = '-'.repeat(32);

/** The receipt that the print contract gives as its golden sample, final newline included. */
export const GOLDEN = [
  rule,
  '        发财小狗饮品店',
  rule,
  '订单号: #456',
  '时间: 2025-07-14 10:30:00',
  '状态: 已确认',
  dash,
  '珍珠奶茶',
  '  规格: 大杯 | 温度: 正常冰 | 糖度: 正常糖',
  '  1 x ¥25.00 = ¥25.00',
  dash,
  '总计: ¥25.00',
  rule,
  '      谢谢惠顾，欢迎再来！',
  rule,
  '',
].join('\n');
