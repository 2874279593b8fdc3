import receiptline from 'receiptline';
import type { Barcode } from 'receiptline';
import { latin1 } from '../escpos/commands.ts';
import type { Symbol2d } from './sheet.ts';

const CAPTION = 30;
const LONGEST_DATA = 4_096;

/** Bar code systems of `GS k`: 0–6, and 65 upward. */
const systems: Record<number, readonly [label: string, type: Barcode['type'] | null]> = {
  65: ['UPC-A', 'upc'],
  66: ['UPC-E', 'upc'],
  67: ['EAN-13', 'ean'],
  68: ['EAN-8', 'ean'],
  69: ['CODE39', 'code39'],
  70: ['ITF', 'itf'],
  71: ['CODABAR', 'codabar'],
  72: ['CODE93', 'code93'],
  73: ['CODE128', 'code128'],
  74: ['GS1-128', 'code128'],
};

/** `GS k m data NUL` and `GS k m n data`. */
export function barcodeOf(
  bytes: Uint8Array,
  bar: { readonly height: number; readonly width: number; readonly caption: boolean },
): Symbol2d {
  const m = bytes[2] ?? 0;
  const system = m <= 6 ? m + 65 : m;
  const raw = latin1(m <= 6 ? bytes.subarray(3, -1) : bytes.subarray(4));
  const [label] = systems[system] ?? ['BARCODE'];
  const data = label.endsWith('128') ? plainCode128(raw) : raw;
  return { kind: 'barcode', label, data, cell: bar.width, height: bar.height, caption: bar.caption };
}

/** CODE128 data names its code sets: `{B` text, `{C` two digits a byte, `{{` a brace. */
function plainCode128(raw: string): string {
  let set = 'B';
  let plain = '';
  for (let at = 0; at < raw.length; at++) {
    const sign = raw[at] ?? '';
    if (sign === '{') {
      const next = raw[++at] ?? '';
      if (next === '{') plain += '{';
      else if (next !== 'S') set = next;
    } else if (set === 'C') plain += String(sign.charCodeAt(0)).padStart(2, '0');
    else plain += sign;
  }
  return plain;
}

/** The symbols of `GS ( k`: settings, data, then the command to print. QR is drawn, the others are labelled. */
export class SymbolStore {
  #data = '';
  #cell = 3;

  /** `body`: `cn fn …`. */
  run(body: Uint8Array): Symbol2d | null {
    const [cn = 0, fn = 0, n = 0] = body;
    if (fn === 67) this.#cell = Math.min(16, Math.max(1, n));
    if (fn === 80) this.#data = new TextDecoder().decode(body.subarray(3, 3 + LONGEST_DATA));
    if (fn !== 81 || this.#data === '') return null;
    const qr = cn === 49;
    const label = qr ? 'QR' : cn === 48 ? 'PDF417' : 'CODE';
    return {
      kind: qr ? 'qrcode' : 'other',
      label,
      data: this.#data,
      cell: this.#cell,
      height: 0,
      caption: !qr,
    };
  }
}

/** Modules of a QR code, or null when the data does not fit one. */
export function qrModules(symbol: Symbol2d): readonly Uint8Array[] | null {
  if (symbol.kind !== 'qrcode') return null;
  try {
    const rows = receiptline.qrcode.generate({ data: symbol.data, type: 'qrcode', cell: 3, level: 'm' });
    return rows.length > 0 ? rows : null;
  } catch {
    return null;
  }
}

/** Widths in dots of space, bar, space … of a bar code, or null when its data is not valid in its system. */
export function barWidths(symbol: Symbol2d): readonly number[] | null {
  const type = Object.values(systems).find(([label]) => label === symbol.label)?.[1] ?? null;
  if (symbol.kind !== 'barcode' || type === null) return null;
  const form = receiptline.barcode.generate({
    data: symbol.data,
    type,
    width: symbol.cell,
    height: symbol.height,
    hri: symbol.caption,
  });
  const { widths } = form as { widths?: number[] };
  return widths && widths.length > 0 && widths.every(Number.isFinite) ? widths : null;
}

/** Dots that a symbol takes; one that cannot be drawn is a labelled box. */
export function symbolSize(symbol: Symbol2d): { width: number; height: number } {
  const rows = qrModules(symbol);
  if (rows) return { width: rows.length * symbol.cell, height: rows.length * symbol.cell };
  const widths = barWidths(symbol);
  const caption = symbol.caption ? CAPTION : 0;
  if (widths) {
    return { width: widths.reduce((sum, width) => sum + width, 0), height: symbol.height + caption };
  }
  return { width: 240, height: 96 };
}
