import type { Id } from '@posthouse/kernel';
import { ORDER_STATUS_NAMES, type OrderStatus } from '../contract/states.ts';

const RULE = '='.repeat(32);
const DASH = '-'.repeat(32);

export interface ReceiptItem {
  readonly name: string;
  readonly quantity: number;
  readonly unitCents: number;
  readonly subtotalCents: number;
  readonly size: string | null;
  readonly temperature: string | null;
  readonly sugarLevel: string | null;
  readonly iceLevel: string | null;
  readonly notes: string | null;
}

export interface ReceiptOrder {
  readonly id: Id;
  readonly status: OrderStatus;
  readonly notes: string | null;
  readonly totalCents: number;
  readonly items: readonly ReceiptItem[];
}

/** Stored codes and their names; any other text passes as it is (contract §4). */
const NAMES = {
  size: { small: '小杯', medium: '中杯', large: '大杯' },
  temperature: { hot: '热饮', ice: '冰饮', room: '常温', normal: '常温' },
  sugarLevel: {
    no_sugar: '无糖',
    less_sugar: '少糖',
    half_sugar: '半糖',
    normal_sugar: '正常糖',
    extra_sugar: '多糖',
  },
  iceLevel: { no_ice: '去冰', less_ice: '少冰', normal_ice: '正常冰', extra_ice: '多冰' },
} as const;

const LABELS = [
  ['size', '规格'],
  ['temperature', '温度'],
  ['sugarLevel', '糖度'],
  ['iceLevel', '冰量'],
] as const;

/** The receipt, byte for byte as old clients print it (contract §6). `createdAt` is local, `YYYY-MM-DD HH:MM:SS`. */
export function receiptText(shop: string, order: ReceiptOrder, createdAt: string): string {
  const lines = [
    RULE,
    `        ${shop}`,
    RULE,
    `订单号: #${order.id}`,
    `时间: ${createdAt}`,
    `状态: ${ORDER_STATUS_NAMES[order.status]}`,
    DASH,
    ...order.items.flatMap(itemLines),
    DASH,
    `总计: ${money(order.totalCents)}`,
    ...(order.notes ? [DASH, `订单备注: ${order.notes}`] : []),
    RULE,
    `      谢谢惠顾，欢迎再来！`,
    RULE,
  ];
  return `${lines.join('\n')}\n`;
}

/** What a customer chose, by name. */
export function choiceNames(item: ReceiptItem): string[] {
  return LABELS.flatMap(([field]) => {
    const code = item[field];
    return code ? [nameOf(NAMES[field], code)] : [];
  });
}

/** The line of what a customer chose; none when nothing is set. */
export function itemChoices(item: ReceiptItem): string[] {
  const choices = LABELS.flatMap(([field, label]) => {
    const code = item[field];
    return code ? [`${label}: ${nameOf(NAMES[field], code)}`] : [];
  });
  return choices.length > 0 ? [`  ${choices.join(' | ')}`] : [];
}

function itemLines(item: ReceiptItem): string[] {
  return [
    item.name,
    ...itemChoices(item),
    ...(item.notes ? [`  备注: ${item.notes}`] : []),
    `  ${item.quantity} x ${money(item.unitCents)} = ${money(item.subtotalCents)}`,
  ];
}

function nameOf(names: Readonly<Record<string, string>>, code: string): string {
  return Object.hasOwn(names, code) ? names[code]! : code;
}

/** `¥25.00`; U+00A5, as the old clients know it. */
export function money(cents: number): string {
  return `¥${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}
