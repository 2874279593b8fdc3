/** What a template is for. `kitchen`: a ticket for whoever makes the order, without prices. */
export const TEMPLATE_KINDS = ['order', 'kitchen', 'receipt', 'label'] as const;
export type TemplateKind = (typeof TEMPLATE_KINDS)[number];

/** One product of an order, as text ready to be read. */
export interface TemplateItem {
  readonly name: string;
  readonly quantity: number;
  /** `大杯 | 少冰`; empty when nothing was chosen. */
  readonly choices?: string;
  readonly notes?: string;
  /** `￥25.00`; a kitchen ticket has neither. */
  readonly price?: string;
  readonly subtotal?: string;
}

/** What the placeholders of a template stand for. Absent and empty are the same: the lines about it are left out. */
export interface TemplateData {
  readonly shop?: string;
  readonly order?: number | string;
  readonly time?: string;
  readonly status?: string;
  /** Kitchen, bar: whose ticket it is. */
  readonly station?: string;
  readonly phone?: string;
  readonly notes?: string;
  readonly total?: string;
  /** Behind a QR code: where the order can be looked at. */
  readonly link?: string;
  /** How often it was printed before; 0 and absent: this is the first. */
  readonly reprint?: number;
  /** Which copy this is, and of how many. */
  readonly copy?: number;
  readonly copies?: number;
  readonly items?: readonly TemplateItem[];
  /** Text of a job that belongs to no order. */
  readonly text?: string;
}

const ITEM: readonly string[] = [
  'name',
  'quantity',
  'choices',
  'notes',
  'price',
  'subtotal',
] satisfies (keyof TemplateItem)[];
const COMMON: readonly string[] = [
  'shop',
  'order',
  'time',
  'status',
  'phone',
  'notes',
  'link',
  'reprint',
  'copy',
  'copies',
  'items',
] satisfies (keyof TemplateData)[];

/** The placeholders that a kind of template may use, outside and inside `{{#items}}`. */
export function fieldsOf(kind: TemplateKind): {
  readonly whole: readonly string[];
  readonly item: readonly string[];
} {
  switch (kind) {
    case 'order':
    case 'receipt':
      return { whole: [...COMMON, 'total', 'text'], item: ITEM };
    case 'kitchen':
      return {
        whole: [...COMMON, 'station'],
        item: ITEM.filter((name) => name !== 'price' && name !== 'subtotal'),
      };
    case 'label':
      return { whole: [...COMMON, 'station', 'text'], item: ITEM };
  }
}
