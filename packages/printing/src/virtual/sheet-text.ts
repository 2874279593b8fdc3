import { DOTS_PER_COLUMN, textColumns } from '../receipt/columns.ts';
import type { Block, Sheet } from './sheet.ts';

/** The sheet as plain text, each character in its column; pictures and symbols as `[…]`. */
export function sheetText(sheet: Sheet): string {
  return sheet.blocks
    .filter((block) => block.is !== 'feed')
    .map((block) => `${blockText(block).trimEnd()}\n`)
    .join('');
}

function blockText(block: Block): string {
  switch (block.is) {
    case 'line':
      return block.runs.reduce((line, run) => {
        const gap = Math.round(run.x / DOTS_PER_COLUMN) - textColumns(line);
        return line + ' '.repeat(Math.max(0, gap)) + run.text;
      }, '');
    case 'bitmap':
      return `[image ${block.bitmap.width}x${block.bitmap.height}]`;
    case 'symbol':
      return `[${block.symbol.label} ${block.symbol.data}]`;
    case 'feed':
      return '';
  }
}
