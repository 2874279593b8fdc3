import { renderSheets } from '../virtual/render.ts';
import type { Sheet } from '../virtual/sheet.ts';
import { sheetPng } from '../virtual/sheet-png.ts';
import { sheetSvg } from '../virtual/sheet-svg.ts';
import type { Receipt } from './encode.ts';
import { encodeReceipt } from './encode.ts';

/**
 * A receipt as a picture of its paper. It goes through the very bytes a printer gets, so that preview and paper
 * cannot differ. Empty content gives an empty sheet.
 */
export function receiptSvg(receipt: Receipt): string {
  return sheetSvg(sheetOf(receipt), widthOf(receipt));
}

/** The same picture as PNG. */
export function receiptPng(receipt: Receipt): Uint8Array {
  return sheetPng(sheetOf(receipt), widthOf(receipt));
}

const widthOf = ({ paperWidthMm = 80 }: Receipt): number => paperWidthMm;

function sheetOf(receipt: Receipt): Sheet {
  const [sheet] = renderSheets(encodeReceipt(receipt), widthOf(receipt));
  return sheet ?? { blocks: [], cut: receipt.cut ?? true };
}
