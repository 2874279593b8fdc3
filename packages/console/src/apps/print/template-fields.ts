/** Tickets that have a template, in the order in which they are shown. */
export const TEMPLATE_KINDS = ['order', 'kitchen', 'receipt', 'label'] as const;
export type TemplateKind = (typeof TEMPLATE_KINDS)[number];

/** A fault that the hub found in a template; its text is `print.template.fault.<code>`. */
export interface TemplateFault {
  readonly line: number;
  readonly code: string;
  readonly name: string;
}

const ALL = ['shop', 'order', 'time', 'status', 'phone', 'notes', 'link', 'reprint', 'copy', 'copies'];
const ITEM = ['name', 'quantity', 'choices', 'notes', 'price', 'subtotal'];

/** The placeholders of a kind, outside and inside `{{#items}}`; a test compares them with the hub's own. */
export function placeholdersOf(kind: TemplateKind): { whole: readonly string[]; item: readonly string[] } {
  switch (kind) {
    case 'order':
    case 'receipt':
      return { whole: [...ALL, 'total', 'text'], item: ITEM };
    case 'kitchen':
      return {
        whole: [...ALL, 'station'],
        item: ITEM.filter((name) => !['price', 'subtotal'].includes(name)),
      };
    case 'label':
      return { whole: [...ALL, 'station', 'text'], item: ITEM };
  }
}

/** The faults that a refusal carries; null when it is about something else. */
export function faultsIn(detail: unknown): readonly TemplateFault[] | null {
  const faults = (detail as { faults?: unknown } | null | undefined)?.faults;
  return Array.isArray(faults) ? (faults as TemplateFault[]) : null;
}
