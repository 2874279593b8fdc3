import { DOTS_PER_COLUMN, paperColumns, paperDots } from '../receipt/columns.ts';
import {
  AIR,
  BASELINE,
  CELL_HEIGHT,
  dropOf,
  FOOT,
  HEAD,
  INK,
  INK_RGB,
  PAPER,
  piecesOf,
  type Piece,
} from './paper-look.ts';
import { paperOutline } from './paper-outline.ts';
import { bitmapPng } from './png.ts';
import type { Block, Run, Sheet } from './sheet.ts';
import { symbolSvg } from './symbol-svg.ts';
import { xml } from './xml.ts';

/** Screen pixels of a dot: 80 mm is 384 px wide. */
const SCALE = 0.6;

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
      const png = bitmapPng(block.bitmap, INK_RGB).toString('base64');
      return `<image x="${block.x}" y="${y}" width="${width}" height="${height}" style="image-rendering:pixelated" href="data:image/png;base64,${png}"/>`;
    }
    case 'symbol':
      return symbolSvg(block.symbol, block.x, y);
    case 'feed':
      return '';
  }
}

/** One run on its grid, each piece stretched to exactly its columns. */
function runSvg(run: Run, top: number, lineHeight: number): string {
  const { style } = run;
  const { pieces, width } = piecesOf(run);
  const box = style.inverted ? `<rect width="${width}" height="${CELL_HEIGHT}" fill="${INK}"/>` : '';
  const line = style.underline ? `<rect y="${CELL_HEIGHT}" width="${width}" height="2"/>` : '';
  const ink = style.inverted ? `<g fill="${PAPER}">` : '<g>';
  const at = `translate(${run.x} ${top + dropOf(run, lineHeight)})`;
  const scale = style.wide === 1 && style.high === 1 ? '' : ` scale(${style.wide} ${style.high})`;
  const texts = pieces.map((piece) => pieceSvg(piece, style.bold)).join('');
  return `<g transform="${at}${scale}">${box}${ink}${texts}</g>${line}</g>`;
}

/** Fonts disagree on the width of signs: the length is given. */
function pieceSvg({ signs, x, step, font }: Piece, bold: boolean): string {
  const weight = bold ? ' font-weight="700"' : '';
  return `<text x="${x}" y="${BASELINE}" textLength="${signs.length * step}" lengthAdjust="spacing" xml:space="preserve" font-family="${font.families}" font-size="${font.size}"${weight}>${xml(signs.join(''))}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
