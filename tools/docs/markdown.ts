import { format } from 'prettier';

/** A table of Markdown; a bar inside a cell is escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A generated page as the formatter leaves it, so that it never differs from what is committed. */
export function page(title: string, lead: string, ...parts: readonly string[]): Promise<string> {
  const origin = '<!-- Written by `npm run docs`. Change the code, then run it again. -->';
  return format([origin, `# ${title}`, lead, ...parts].join('\n\n'), { parser: 'markdown', printWidth: 110 });
}
