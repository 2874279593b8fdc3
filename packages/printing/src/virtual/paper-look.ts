import { DOTS_PER_COLUMN } from '../receipt/columns.ts';
import { runColumns, type Run } from './sheet.ts';

/** How paper looks, in every kind of picture of it. One unit is a dot (1/8 mm). */
export const INK = '#2b2723';
export const INK_RGB = [0x2b, 0x27, 0x23] as const;
export const PAPER = '#fdfbf6';
export const CELL_HEIGHT = 24;
/** Blank paper above the first and below the last line: the way from the print head to the cutter. */
export const HEAD = 56;
export const FOOT = 64;
/** Room for the shadow. */
export const AIR = 28;

export const MONO = {
  families:
    "'Sarasa Mono SC','Cascadia Mono','SF Mono',Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace",
  size: 19.5,
};
export const CJK = {
  families: "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC',sans-serif",
  size: 22.5,
};
/** From the top of a cell. */
export const BASELINE = 19.5;

/** Signs of one width side by side, each in `step` dots; spaces at the ends are left to the position. */
export interface Piece {
  readonly signs: readonly string[];
  readonly x: number;
  readonly step: number;
  readonly font: typeof MONO;
}

/** A run on the printer's grid, in pieces of one width, and the dots that all of it takes. */
export function piecesOf(run: Run): { readonly pieces: readonly Piece[]; readonly width: number } {
  const pieces: Piece[] = [];
  let x = 0;
  const pattern = run.narrow ? /.+/gsu : /[\0-\x7f]+|[^\0-\x7f]+/gu;
  for (const [text] of run.text.matchAll(pattern)) {
    const signs = Array.from(text);
    const width = signs.reduce((sum, sign) => sum + runColumns(run, sign), 0) * DOTS_PER_COLUMN;
    const step = width / signs.length;
    const first = signs.findIndex((sign) => sign !== ' ');
    if (first >= 0) {
      const inked = signs.slice(first, signs.findLastIndex((sign) => sign !== ' ') + 1);
      const font = step === DOTS_PER_COLUMN ? MONO : CJK;
      pieces.push({ signs: inked, x: x + first * step, step, font });
    }
    x += width;
  }
  return { pieces, width: x };
}

/** How far the cells of a run stand below the top of their line. */
export function dropOf({ style }: Run, lineHeight: number): number {
  const cell = CELL_HEIGHT * style.high;
  return Math.max(cell, Math.min(lineHeight, cell + 3)) - cell;
}
