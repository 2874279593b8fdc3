import type { SKRSContext2D as Pen, Path2D as PathOf } from '@napi-rs/canvas';
import { DOTS_PER_COLUMN, paperColumns, paperDots } from '../receipt/columns.ts';
import { loadCanvas } from './canvas.ts';
import {
  AIR,
  BASELINE,
  CELL_HEIGHT,
  CJK,
  dropOf,
  FOOT,
  HEAD,
  INK,
  INK_RGB,
  PAPER,
  piecesOf,
} from './paper-look.ts';
import { paperOutline } from './paper-outline.ts';
import type { Bitmap, Block, Run, Sheet, Symbol2d } from './sheet.ts';
import { barPath, qrPath } from './symbol-svg.ts';
import { barWidths, qrModules, symbolSize } from './symbols.ts';

/** Taller pictures than this, in dots, are drawn smaller: a canvas has its bounds. */
const TALLEST = 16_000;

type Canvas = ReturnType<typeof loadCanvas>;

/**
 * The picture of `sheetSvg` in dots, as PNG: one pixel is one dot of the printer. Throws RENDER_NO_CANVAS and
 * RENDER_NO_FONT.
 */
export function sheetPng(sheet: Sheet, paperWidthMm: number): Buffer {
  const canvas = loadCanvas();
  const width = paperDots(paperWidthMm);
  const height = sheet.blocks.reduce((sum, block) => sum + block.height, HEAD + FOOT);
  const scale = Math.min(1, TALLEST / (height + AIR * 2));
  const picture = canvas.createCanvas(
    Math.ceil((width + AIR * 2) * scale),
    Math.ceil((height + AIR * 2) * scale),
  );
  const pen = picture.getContext('2d');
  pen.scale(scale, scale);
  pen.translate(AIR, AIR);
  drawPaper(pen, new canvas.Path2D(paperOutline(width, height, sheet.cut)), width);
  pen.translate((width - paperColumns(paperWidthMm) * DOTS_PER_COLUMN) / 2, 0);
  pen.fillStyle = INK;
  pen.strokeStyle = INK;
  let y = HEAD;
  for (const block of sheet.blocks) {
    drawBlock(canvas, pen, block, y);
    y += block.height;
  }
  return picture.toBuffer('image/png');
}

/** The gradient and the two shadows of the SVG. */
function drawPaper(pen: Pen, outline: PathOf, width: number): void {
  const shade = pen.createLinearGradient(0, 0, width, 0);
  for (const [at, colour] of [
    [0, '#f6f2e9'],
    [0.06, PAPER],
    [0.94, PAPER],
    [1, '#f4efe5'],
  ] as const) {
    shade.addColorStop(at, colour);
  }
  pen.save();
  pen.fillStyle = shade;
  pen.shadowColor = 'rgba(59, 47, 29, 0.16)';
  for (const [down, deviation] of [
    [10, 9],
    [2, 2],
  ] as const) {
    pen.shadowOffsetY = down;
    // A canvas blurs by half of what it is told (HTML, 4.12.5.1.18).
    pen.shadowBlur = deviation * 2;
    pen.fill(outline);
  }
  pen.restore();
}

function drawBlock(canvas: Canvas, pen: Pen, block: Block, y: number): void {
  switch (block.is) {
    case 'line':
      for (const run of block.runs) drawRun(pen, run, y, block.height);
      return;
    case 'bitmap':
      drawBitmap(canvas, pen, block.bitmap, block.x, y);
      return;
    case 'symbol':
      drawSymbol(canvas, pen, block.symbol, block.x, y);
      return;
    case 'feed':
      return;
  }
}

function drawRun(pen: Pen, run: Run, top: number, lineHeight: number): void {
  const { style } = run;
  const { pieces, width } = piecesOf(run);
  pen.save();
  pen.translate(run.x, top + dropOf(run, lineHeight));
  pen.scale(style.wide, style.high);
  if (style.underline) pen.fillRect(0, CELL_HEIGHT, width, 2);
  if (style.inverted) {
    pen.fillRect(0, 0, width, CELL_HEIGHT);
    pen.fillStyle = PAPER;
  }
  for (const { signs, x, step, font } of pieces) {
    // One font cannot have all: what the columns' font has not is taken from the other.
    pen.font = `${style.bold ? '700 ' : ''}${font.size}px ${font.families},${CJK.families}`;
    for (const [index, sign] of signs.entries()) pen.fillText(sign, x + index * step, BASELINE);
  }
  pen.restore();
}

function drawBitmap(
  { createCanvas }: Canvas,
  pen: Pen,
  { width, height, bits }: Bitmap,
  x: number,
  y: number,
): void {
  if (width === 0 || height === 0) return;
  const dots = createCanvas(width, height);
  const ink = dots.getContext('2d');
  const image = ink.createImageData(width, height);
  const row = (width + 7) >> 3;
  for (let at = 0; at < width * height; at++) {
    const column = at % width;
    const byte = bits[Math.floor(at / width) * row + (column >> 3)] ?? 0;
    if ((byte & (0x80 >> (column & 7))) !== 0) image.data.set([...INK_RGB, 255], at * 4);
  }
  ink.putImageData(image, 0, 0);
  pen.imageSmoothingEnabled = false;
  pen.drawImage(dots, x, y);
}

/** As `symbolSvg` draws it. */
function drawSymbol({ Path2D }: Canvas, pen: Pen, symbol: Symbol2d, x: number, y: number): void {
  const { width, height } = symbolSize(symbol);
  const rows = qrModules(symbol);
  const widths = rows ? null : barWidths(symbol);
  pen.save();
  pen.translate(x, y);
  pen.textAlign = 'center';
  if (rows) {
    pen.scale(symbol.cell, symbol.cell);
    fillOutline(pen, new Path2D(qrPath(rows)));
  } else if (widths) {
    fillOutline(pen, new Path2D(barPath(widths, symbol.height)));
    if (symbol.caption) write('20px monospace', symbol.data, symbol.height + 22);
  } else {
    pen.lineWidth = 2;
    pen.strokeRect(1, 1, width - 2, height - 2);
    const data = symbol.data.length > 18 ? `${symbol.data.slice(0, 17)}…` : symbol.data;
    write('700 22px sans-serif', symbol.label, 40);
    write('18px monospace', data, 70);
  }
  pen.restore();

  function write(font: string, text: string, at: number): void {
    pen.font = font;
    pen.fillText(text, width / 2, at);
  }
}

function fillOutline(pen: Pen, outline: PathOf): void {
  pen.fill(outline);
}
