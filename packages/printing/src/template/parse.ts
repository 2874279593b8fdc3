import { fieldsOf, type TemplateKind } from './fields.ts';

/** A template as it is filled in: text, placeholders, and sections that are repeated or left out. */
export type Node =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'value'; readonly name: string }
  /** `{{#items}}` for each item; `{{#notes}}` when there is something; `{{^link}}` when there is nothing. */
  | {
      readonly is: 'section';
      readonly name: string;
      readonly when: '#' | '^';
      readonly body: readonly Node[];
    };

export interface TemplateFault {
  /** From 1. */
  readonly line: number;
  readonly code: 'UNKNOWN_FIELD' | 'SECTION_OPEN' | 'SECTION_UNOPENED' | 'NESTED_ITEMS' | 'TOO_LONG';
  /** The placeholder that it is about. */
  readonly name: string;
}

export const LONGEST_TEMPLATE = 20_000;
const TAG = /\{\{([#^/]?)([a-z]+)\}\}/g;
// A section's tag that stands alone takes its whole line with it.
const ALONE = /^[ \t]*(\{\{[#^/][a-z]+\}\})[ \t]*\r?\n/gm;

interface Open {
  readonly name: string;
  readonly when: '#' | '^';
  readonly line: number;
  readonly body: Node[];
}

/** Reads a template; all faults at once, and then no nodes. */
export function parseTemplate(
  kind: TemplateKind,
  template: string,
): { readonly nodes: readonly Node[] } | { readonly faults: readonly TemplateFault[] } {
  if (template.length > LONGEST_TEMPLATE) return { faults: [{ line: 1, code: 'TOO_LONG', name: '' }] };
  const faults: TemplateFault[] = [];
  const root: Open = { name: '', when: '#', line: 0, body: [] };
  const open: Open[] = [root];
  const fields = fieldsOf(kind);
  // Lines are counted in the template as it was written.
  const source = template.replaceAll(ALONE, '$1\0');
  let end = 0;
  let line = 1;
  const text = (upTo: number) => {
    const piece = source.slice(end, upTo);
    line += piece.split(/[\n\0]/).length - 1;
    const shown = piece.replaceAll('\0', '');
    if (shown !== '') open.at(-1)!.body.push({ is: 'text', text: shown });
  };
  for (const found of source.matchAll(TAG)) {
    const [tag, sign = '', name = ''] = found;
    text(found.index);
    end = found.index + tag.length;
    const fault = (code: TemplateFault['code']) => faults.push({ line, code, name });
    const inItems = open.some((section) => section.name === 'items' && section.when === '#');
    const inner = open.at(-1)!;
    if (sign === '/') {
      if (open.length === 1 || inner.name !== name) fault('SECTION_UNOPENED');
      else {
        open.pop();
        open.at(-1)!.body.push({ is: 'section', name, when: inner.when, body: inner.body });
      }
      continue;
    }
    const known = fields.whole.includes(name) || (inItems && fields.item.includes(name));
    if (!known || (sign === '' && name === 'items')) fault('UNKNOWN_FIELD');
    if (sign === '') inner.body.push({ is: 'value', name });
    else if (inItems && name === 'items') fault('NESTED_ITEMS');
    if (sign === '#' || sign === '^') open.push({ name, when: sign, line, body: [] });
  }
  text(source.length);
  for (const { name, line: at } of open.slice(1)) faults.push({ line: at, code: 'SECTION_OPEN', name });
  return faults.length > 0 ? { faults } : { nodes: root.body };
}
