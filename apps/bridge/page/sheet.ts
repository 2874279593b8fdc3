import { has, linesOf, plain, type Data } from './fields.ts';
import { formSheet } from './sheets/form.ts';
import { qrSheet, textSheet } from './sheets/label.ts';
import { pictureSheet, plainSheet } from './sheets/plain.ts';

/** One page of paper: its size in millimetres, and what is on it as HTML whose values are all escaped. */
export interface Sheet {
  readonly template: Template;
  readonly width: number;
  readonly height: number;
  readonly html: string;
}

export type Template = 'plain' | 'text' | 'qr' | 'form' | 'picture';
const TEMPLATES: readonly string[] = ['plain', 'text', 'qr', 'form', 'picture'];

/**
 * What a job's payload prints as. The data is `printData`, or `name`, or the payload itself; text that is a JSON object
 * is read as one. The template is the one the job names, else it is told from the data.
 */
export function sheetOf(payload: Data, now: Date): Sheet {
  const data = dataOf(payload);
  const wanted = payload['template'] ?? (isObject(data) ? data['template'] : undefined);
  const template =
    typeof wanted === 'string' && TEMPLATES.includes(wanted) ? (wanted as Template) : guess(data);
  switch (template) {
    case 'plain':
      return plainSheet(readable(data));
    case 'picture':
      return pictureSheet(data) ?? plainSheet(readable(data));
    case 'text':
      return textSheet(asObject(data));
    case 'qr':
      return qrSheet(asObject(data));
    case 'form':
      return formSheet(asObject(data), now);
  }
}

function dataOf(payload: Data): unknown {
  const { template: _, ...rest } = payload;
  const data = payload['printData'] ?? payload['name'] ?? rest;
  if (typeof data !== 'string' || !data.trimStart().startsWith('{')) return data;
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return data;
  }
}

const PICTURE = /^(data:image\/|https?:\/\/\S+\.(png|jpe?g|gif|webp|svg|bmp)(\?\S*)?$)/i;

/** A picture by its address, a form or a label by the fields it has, anything else as text. */
export function guess(data: unknown): Template {
  if (typeof data === 'string') return PICTURE.test(data) ? 'picture' : 'plain';
  if (!isObject(data)) return 'plain';
  if ('picture' in data) return 'picture';
  if (has(data, 'layers', 'total_layers', 'cutting_note', 'pieces', 'bundles', 'spec')) return 'form';
  if (has(data, 'qr')) return 'qr';
  return has(data, 'collection', 'product', 'bed', 'bundle', 'part') ? 'text' : 'plain';
}

function readable(data: unknown): readonly string[] {
  if (!isObject(data)) return linesOf(data);
  return Object.entries(data)
    .filter(([name]) => name !== 'template')
    .map(([name, value]) => `${name}：${plain(value)}`);
}

/** A label of a bare text is its lines. */
function asObject(data: unknown): Data {
  return isObject(data) ? data : { lines: linesOf(data) };
}

function isObject(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
