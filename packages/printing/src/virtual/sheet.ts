import { columnsOf } from '../receipt/columns.ts';

/** How text is set. */
export interface Style {
  readonly bold: boolean;
  readonly underline: boolean;
  readonly inverted: boolean;
  /** 1–8 times. */
  readonly wide: number;
  readonly high: number;
}

export const PLAIN: Style = { bold: false, underline: false, inverted: false, wide: 1, high: 1 };

/** Characters of one style at `x` dots from the left edge of the printable area. */
export interface Run {
  readonly x: number;
  readonly text: string;
  readonly style: Style;
  /** Set in a single-byte page: every character takes one column, whatever it is. */
  readonly narrow: boolean;
}

/** Columns that a character of this run takes, before it is widened. */
export function runColumns(run: Pick<Run, 'narrow'>, character: string): 1 | 2 {
  return run.narrow ? 1 : columnsOf(character);
}

/** A bar code or QR code that the printer was asked to draw itself. */
export interface Symbol2d {
  readonly kind: 'qrcode' | 'barcode' | 'other';
  /** `QR`, `CODE128`, `PDF417` … */
  readonly label: string;
  readonly data: string;
  /** Dots of a module. */
  readonly cell: number;
  /** Dots of a bar's height; 0 for square codes. */
  readonly height: number;
  readonly caption: boolean;
}

/** One bit a dot, rows padded to bytes, 1 = black. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly bits: Uint8Array;
}

/** What lies on the paper, top to bottom; `height` in dots. */
export type Block =
  | { readonly is: 'line'; readonly runs: readonly Run[]; readonly height: number }
  | { readonly is: 'bitmap'; readonly x: number; readonly bitmap: Bitmap; readonly height: number }
  | { readonly is: 'symbol'; readonly x: number; readonly symbol: Symbol2d; readonly height: number }
  | { readonly is: 'feed'; readonly height: number };

/** A strip of paper between two cuts. */
export interface Sheet {
  readonly blocks: readonly Block[];
  /** false: the stream ended and left it hanging in the slot. */
  readonly cut: boolean;
}
