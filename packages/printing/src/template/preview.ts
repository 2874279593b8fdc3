import { receiptSvg } from '../receipt/preview.ts';
import type { CommandSet } from '../receipt/command-set.ts';
import { SAMPLE_DATA } from './defaults.ts';
import type { TemplateData, TemplateKind } from './fields.ts';
import { fillTemplate } from './fill.ts';

/** A template as the paper that a sample order, or the one given, would come out on: SVG. */
export function previewTemplate(
  kind: TemplateKind,
  template: string,
  paper: { readonly paperWidthMm?: number; readonly commandSet?: Exclude<CommandSet, 'star'> } = {},
  data: TemplateData = SAMPLE_DATA,
): string {
  return receiptSvg({ content: { markup: fillTemplate(kind, template, data) }, ...paper });
}
