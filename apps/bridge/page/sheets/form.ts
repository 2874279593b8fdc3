import { textOf, type Data, type Field } from '../fields.ts';
import type { Sheet } from '../sheet.ts';
import { escape, fit } from './markup.ts';
import { qrImage } from './qr.ts';

/** The labels of the A5 form, from above (contract §6); the first two both say 品名: the collection and the product. */
const ROWS: readonly (readonly [label: string, field: Field])[] = [
  ['品名', 'collection'],
  ['品名', 'product'],
  ['部位', 'part'],
  ['床号', 'bed'],
  ['扎号', 'bundle'],
  ['数量', 'quantity'],
  ['规格', 'spec'],
  ['打印时间', 'printed_at'],
  ['总扎数', 'bundles'],
  ['备注', 'note'],
  ['当期层数', 'layers'],
  ['总件数', 'pieces'],
  ['总层数', 'total_layers'],
  ['裁床备注', 'cutting_note'],
];
/** Points inside the frame of 181.5 pt. */
const ROW_WIDTH = 169;
const ROW_SIZE = 11;

/** A5 across: a framed box of 181.5×358.5 pt with the QR code and `标签：值` lines, and the page number. */
export function formSheet(data: Data, now: Date): Sheet {
  const rows = ROWS.map(([label, field]) => {
    const value = field === 'printed_at' ? textOf(data, field) || minute(now) : textOf(data, field);
    const text = `${label}：${value}`;
    return `<div class="row" style="font-size:${fit(text, ROW_SIZE, ROW_WIDTH).toFixed(2)}pt">${escape(text)}</div>`;
  });
  const html = `<div class="frame"><div class="code">${qrImage(textOf(data, 'qr'))}</div>${rows.join('')}</div><div class="number">1-1</div>`;
  return { template: 'form', width: 210, height: 147, html };
}

/** `YYYY-MM-DD HH:mm`, of the station's own clock. */
export function minute(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
