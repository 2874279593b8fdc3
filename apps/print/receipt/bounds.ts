import { refuse, type Refusal } from '@posthouse/kernel';

/** What one loose paper may hold beyond its schema's length: three metres of lines; codes, pictures, column widths. */
export const MOST = { lines: 1_000, properties: 50 };

/** Refuses what would take a printer minutes and the renderer seconds; null: it is short enough. */
export function tooLong(content: { readonly text: string } | { readonly markup: string }): Refusal | null {
  // In a text a brace is only a brace.
  const size =
    'text' in content
      ? { lines: linesOf(content.text), properties: 0 }
      : { lines: linesOf(content.markup), properties: content.markup.split('{').length - 1 };
  const fits = size.lines <= MOST.lines && size.properties <= MOST.properties;
  return fits ? null : refuse('PRINT_JOB_TOO_LONG', { ...size, most: MOST });
}

const linesOf = (content: string): number => content.split(/\r\n|\r|\n/).length;
