import { renderSheets } from '../virtual/render.ts';
import { sheetSvg } from '../virtual/sheet-svg.ts';
import type { Receipt } from './encode.ts';
import { encodeReceipt } from './encode.ts';

/**
 * A receipt as a picture of its paper. It goes through the very bytes a printer gets, so that preview and paper
 * cannot differ. Empty content gives an empty sheet.
 */
export function receiptSvg(receipt: Receipt): string {
  const width = receipt.paperWidthMm ?? 80;
  const [sheet] = renderSheets(encodeReceipt(receipt), width);
  return sheetSvg(sheet ?? { blocks: [], cut: receipt.cut ?? true }, width);
}
