import { encodeReceipt, type Receipt } from '../receipt/encode.ts';
import { receiptPng, receiptSvg } from '../receipt/preview.ts';
import type { TemplateKind } from '../template/fields.ts';
import { checkTemplate } from '../template/fill.ts';
import type { TemplateFault } from '../template/parse.ts';
import { previewTemplate } from '../template/preview.ts';
import type { Sheet } from '../virtual/sheet.ts';
import { sheetPng } from '../virtual/sheet-png.ts';
import { sheetSvg } from '../virtual/sheet-svg.ts';

/** A template to look at, on a sample order. */
export interface TemplateView {
  readonly kind: TemplateKind;
  readonly template: string;
  /** Millimetres. */
  readonly paperWidthMm: number;
}

/** A sheet that a virtual printer has printed; a `Paper` is one. */
export interface PrintedSheet {
  readonly sheet: Sheet;
  readonly widthMm: number;
}

/** What a thread is asked for, as plain data. */
export type RenderTask =
  | { readonly do: 'encode'; readonly receipt: Receipt }
  | { readonly do: 'svg' | 'png'; readonly receipt: Receipt }
  | ({ readonly do: 'preview' } & TemplateView)
  | ({ readonly do: 'draw' | 'draw-png' } & PrintedSheet);

export type Preview = { readonly svg: string } | { readonly faults: readonly TemplateFault[] };

/** What each kind of task gives. */
export interface Rendered {
  readonly encode: Uint8Array;
  readonly svg: string;
  readonly preview: Preview;
  readonly draw: string;
  readonly png: Uint8Array;
  readonly 'draw-png': Uint8Array;
}

/** Renders on the thread that calls: milliseconds for a receipt, seconds for the longest. Throws what the engine throws. */
export function perform(task: RenderTask): Rendered[RenderTask['do']] {
  switch (task.do) {
    case 'encode':
      return encodeReceipt(task.receipt);
    case 'svg':
      return receiptSvg(task.receipt);
    case 'png':
      return receiptPng(task.receipt);
    case 'draw-png':
      return sheetPng(task.sheet, task.widthMm);
    case 'draw':
      return sheetSvg(task.sheet, task.widthMm);
    case 'preview': {
      const { kind, template, paperWidthMm } = task;
      const faults = checkTemplate(kind, template);
      return faults.length > 0 ? { faults } : { svg: previewTemplate(kind, template, { paperWidthMm }) };
    }
  }
}
