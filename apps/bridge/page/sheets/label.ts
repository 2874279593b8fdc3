import { linesOf, textOf, type Data } from '../fields.ts';
import type { Sheet } from '../sheet.ts';
import { line } from './markup.ts';
import { qrImage } from './qr.ts';

/** Garment labels of 40×80 mm (contract §6); pixels of 1/96 inch from its upper left corner. */
const SIZE = { width: 40, height: 80 } as const;
const PRINTABLE = 147;
const POINTS_18 = 24;
const POINTS_9 = 12;

/** The bundle label: turned by 180°, because it leaves the printer head first. */
export function textSheet(data: Data): Sheet {
  const big = { left: 2, size: POINTS_18, width: PRINTABLE };
  const small = { left: 2, size: POINTS_9, width: PRINTABLE };
  const given = linesOf(data['lines'] ?? []);
  const colour = [textOf(data, 'colour'), textOf(data, 'size')].filter((part) => part !== '').join('/');
  const html = [
    line(textOf(data, 'collection') || (given[0] ?? ''), { ...big, top: 15 }),
    line(textOf(data, 'product') || (given[1] ?? ''), { ...big, top: 45 }),
    line(labelled('床次', textOf(data, 'bed')) || (given[2] ?? ''), { ...small, top: 75 }),
    line(labelled('扎号', textOf(data, 'bundle')) || (given[3] ?? ''), { ...small, top: 90 }),
    line(labelled('部位', textOf(data, 'part')) || (given[4] ?? ''), { ...small, top: 105 }),
    line(colour || (given[5] ?? ''), { ...big, top: 120 }),
    ...given.slice(6, 16).map((text, index) => line(text, { ...small, top: 150 + 15 * index })),
  ];
  return { template: 'text', ...SIZE, html: `<div class="turned">${html.join('')}</div>` };
}

const QR_LINES = 9;
const QR_LABELS = [
  ['款式', 'style'],
  ['品名', 'product'],
  ['床号', 'bed'],
  ['扎号', 'bundle'],
  ['部位', 'part'],
  ['颜色', 'colour'],
  ['尺码', 'size'],
  ['数量', 'quantity'],
  ['备注', 'note'],
] as const;

/** The QR label: the code, and up to nine lines: those given, else those of the fields that the data has. */
export function qrSheet(data: Data): Sheet {
  const given =
    data['lines'] === undefined
      ? QR_LABELS.flatMap(([label, field]) => labelled(label, textOf(data, field)) || [])
      : linesOf(data['lines']);
  const html = [
    `<div class="code" style="top:30px;left:20px;width:80px;height:80px">${qrImage(textOf(data, 'qr'))}</div>`,
    ...given
      .slice(0, QR_LINES)
      .map((text, index) => line(text, { top: 145 + 10 * index, left: 2, size: 9.5, width: PRINTABLE })),
  ];
  return { template: 'qr', ...SIZE, html: html.join('') };
}

function labelled(label: string, value: string): string {
  return value === '' ? '' : `${label}:${value}`;
}
