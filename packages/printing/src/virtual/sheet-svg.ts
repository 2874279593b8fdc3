import { DOTS_PER_COLUMN, paperColumns, paperDots } from '../receipt/columns.ts';
import { paperOutline } from './paper-outline.ts';
import { bitmapPng } from './png.ts';
import { runColumns } from './sheet.ts';
import type { Block, Run, Sheet } from './sheet.ts';
import { symbolSvg } from './symbol-svg.ts';
import { xml } from './xml.ts';

const INK = '#2b2723';
const CELL_HEIGHT = 24;
/** Blank paper above the first and below the last line: the way from the print head to the cutter. */
const HEAD = 56;
const FOOT = 64;
/** Room for the shadow. */
const AIR = 28;
/** Screen pixels of a dot: 80 mm is 384 px wide. */
const SCALE = 0.6;

const MONO =
  "'Sarasa Mono SC','Cascadia Mono','SF Mono',Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace";
const CJK = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC',sans-serif";

/**
 * The sheet as a picture of paper: true proportions, every character on the printer's grid, a torn edge and a soft
 * shadow. Self-contained SVG; one unit is a dot (1/8 mm).
 */
export function sheetSvg(sheet: Sheet, paperWidthMm: number): string {
  const width = paperDots(paperWidthMm);
  const margin = (width - paperColumns(paperWidthMm) * DOTS_PER_COLUMN) / 2;
  let y = HEAD;
  const parts: string[] = [];
  for (const block of sheet.blocks) {
    parts.push(blockSvg(block, y));
    y += block.height;
  }
  const height = y + FOOT;
  const outline = paperOutline(width, height, sheet.cut);
  const box = { width: width + AIR * 2, height: height + AIR * 2 };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-AIR} ${-AIR} ${box.width} ${box.height}"`,
    ` width="${round(box.width * SCALE)}" height="${round(box.height * SCALE)}" role="img">`,
    '<defs>',
    '<linearGradient id="paper" x1="0" x2="1" y1="0" y2="0">',
    '<stop offset="0" stop-color="#f6f2e9"/><stop offset=".06" stop-color="#fdfbf6"/>',
    '<stop offset=".94" stop-color="#fdfbf6"/><stop offset="1" stop-color="#f4efe5"/>',
    '</linearGradient>',
    '<filter id="shadow" x="-10%" y="-10%" width="120%" height="120%">',
    '<feDropShadow dx="0" dy="2" stdDeviation="2" flood-color="#3b2f1d" flood-opacity=".16"/>',
    '<feDropShadow dx="0" dy="10" stdDeviation="9" flood-color="#3b2f1d" flood-opacity=".16"/>',
    '</filter></defs>',
    `<path d="${outline}" fill="url(#paper)" filter="url(#shadow)"/>`,
    `<g transform="translate(${margin} 0)" fill="${INK}">${parts.join('')}</g>`,
    '</svg>',
  ].join('');
}

function blockSvg(block: Block, y: number): string {
  switch (block.is) {
    case 'line':
      return block.runs.map((run) => runSvg(run, y, block.height)).join('');
    case 'bitmap': {
      const { width, height } = block.bitmap;
      const png = bitmapPng(block.bitmap, [0x2b, 0x27, 0x23]).toString('base64');
      return `<image x="${block.x}" y="${y}" width="${width}" height="${height}" style="image-rendering:pixelated" href="data:image/png;base64,${png}"/>`;
    }
    case 'symbol':
      return symbolSvg(block.symbol, block.x, y);
    case 'feed':
      return '';
  }
}

/** One run on its grid: characters of one width at a time, stretched to exactly their columns. */
function runSvg(run: Run, top: number, lineHeight: number): string {
  const { style } = run;
  const bottom = Math.max(CELL_HEIGHT * style.high, Math.min(lineHeight, CELL_HEIGHT * style.high + 3));
  const parts: string[] = [];
  let x = 0;
  const pattern = run.narrow ? /.+/gsu : /[\0-\x7f]+|[^\0-\x7f]+/gu;
  for (const piece of run.text.match(pattern) ?? []) {
    const signs = Array.from(piece);
    const width = signs.reduce((sum, sign) => sum + runColumns(run, sign), 0) * DOTS_PER_COLUMN;
    parts.push(pieceSvg(signs, x, width, style.bold));
    x += width;
  }
  const wide = x;
  const box = style.inverted ? `<rect width="${wide}" height="${CELL_HEIGHT}" fill="${INK}"/>` : '';
  const line = style.underline ? `<rect y="${CELL_HEIGHT}" width="${wide}" height="2"/>` : '';
  const ink = style.inverted ? '<g fill="#fdfbf6">' : '<g>';
  const at = `translate(${run.x} ${top + bottom - CELL_HEIGHT * style.high})`;
  const scale = style.wide === 1 && style.high === 1 ? '' : ` scale(${style.wide} ${style.high})`;
  return `<g transform="${at}${scale}">${box}${ink}${parts.join('')}</g>${line}</g>`;
}

/** Signs of one width in `width` dots. Spaces at the ends are left to the position: fonts disagree on them. */
function pieceSvg(signs: readonly string[], x: number, width: number, bold: boolean): string {
  const step = width / signs.length;
  const first = signs.findIndex((sign) => sign !== ' ');
  if (first < 0) return '';
  const inked = signs.slice(first, signs.findLastIndex((sign) => sign !== ' ') + 1);
  const font =
    step === DOTS_PER_COLUMN
      ? `font-family="${MONO}" font-size="19.5"`
      : `font-family="${CJK}" font-size="22.5"`;
  const weight = bold ? ' font-weight="700"' : '';
  return `<text x="${x + first * step}" y="19.5" textLength="${inked.length * step}" lengthAdjust="spacing" xml:space="preserve" ${font}${weight}>${xml(inked.join(''))}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
