import type { TemplateData, TemplateKind } from './fields.ts';
import { parseTemplate, type Node, type TemplateFault } from './parse.ts';

type Values = Readonly<Record<string, unknown>>;

// What ReceiptLine gives a meaning to in text, and in the properties of a code: `{code:…;option:…}`.
const SPECIAL = /[\\{|}_"`^~=:;-]/g;

/**
 * The template with its placeholders filled in, as ReceiptLine markup. Values are text: nothing in them is read as
 * markup. Throws on a template with faults: check before it is kept.
 */
export function fillTemplate(kind: TemplateKind, template: string, data: TemplateData): string {
  const parsed = parseTemplate(kind, template);
  if ('faults' in parsed)
    throw new Error(`a template with faults was kept: ${JSON.stringify(parsed.faults)}`);
  return write(parsed.nodes, { ...data });
}

/** What is wrong with a template; empty: it may be kept. */
export function checkTemplate(kind: TemplateKind, template: string): readonly TemplateFault[] {
  const parsed = parseTemplate(kind, template);
  return 'faults' in parsed ? parsed.faults : [];
}

function write(nodes: readonly Node[], values: Values): string {
  return nodes.map((node) => writeNode(node, values)).join('');
}

function writeNode(node: Node, values: Values): string {
  switch (node.is) {
    case 'text':
      return node.text;
    case 'value':
      return escapeValue(values[node.name]);
    case 'section': {
      const value = values[node.name];
      if (node.when === '^') return isSomething(value) ? '' : write(node.body, values);
      if (!isSomething(value)) return '';
      return Array.isArray(value)
        ? // An item without notes has none, whatever the order's are.
          value.map((item: object) => write(node.body, { ...values, ...NO_ITEM, ...item })).join('')
        : write(node.body, values);
    }
  }
}

const NO_ITEM = {
  name: undefined,
  quantity: undefined,
  choices: undefined,
  notes: undefined,
  price: undefined,
  subtotal: undefined,
};

function isSomething(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== '' && value !== 0;
}

/** On one line and without blanks at its ends, which ReceiptLine would take for alignment. */
function escapeValue(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  return String(value)
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(SPECIAL, (sign) => `\\x${sign.charCodeAt(0).toString(16)}`);
}
