/** The data of a job as a template reads it: a value by any of its names, in Chinese or in English. */
export type Data = Readonly<Record<string, unknown>>;

/** Every field of the templates, each under its English name and the label that is printed before it. */
export const FIELDS = {
  collection: ['系列'],
  product: ['品名'],
  bed: ['床次', '床号'],
  bundle: ['扎号'],
  part: ['部位'],
  colour: ['颜色', 'color'],
  size: ['尺码'],
  quantity: ['数量'],
  spec: ['规格'],
  printed_at: ['打印时间'],
  bundles: ['总扎数'],
  note: ['备注'],
  layers: ['当期层数'],
  pieces: ['总件数'],
  total_layers: ['总层数'],
  cutting_note: ['裁床备注'],
  style: ['款式'],
  qr: ['二维码'],
  lines: ['行'],
} as const satisfies Record<string, readonly string[]>;

export type Field = keyof typeof FIELDS;

/** A field's text; empty when the data has none. */
export function textOf(data: Data, field: Field): string {
  for (const name of [field, ...FIELDS[field]]) {
    if (Object.hasOwn(data, name) && data[name] !== null && data[name] !== undefined)
      return plain(data[name]);
  }
  return '';
}

export function has(data: Data, ...fields: readonly Field[]): boolean {
  return fields.some((field) => textOf(data, field) !== '');
}

/** Lines of a list, or of a text. */
export function linesOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(plain) : plain(value).split('\n');
}

/** Any JSON value as text that a person can read. */
export function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}
