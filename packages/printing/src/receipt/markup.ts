import { foldLine } from './columns.ts';
import { printable } from './gb18030.ts';

// ReceiptLine gives these a meaning; `-` and `=` alone on a line are a rule and a cut.
const special = /[\\{|}_"`^~=-]/g;

/**
 * ReceiptLine markup that prints `text` as it stands: left-aligned, every space kept, nothing read as markup.
 * Lines over `columns` are folded, so that no word is lost at the paper's edge.
 */
export function textToMarkup(text: string, columns: number): string {
  const lines = printable(text.replaceAll('\r\n', '\n').replaceAll('\r', '\n'))
    .replace(/\n$/, '')
    .split('\n');
  return lines
    .flatMap((line) => foldLine(line, columns))
    .map((line) => line.trimEnd())
    .map((line) => (line === '' ? '' : `|${escapeLine(line)}`))
    .join('\n');
}

/** Leading spaces become `~`, ReceiptLine's space that it does not trim. */
function escapeLine(line: string): string {
  const indent = /^ */.exec(line)?.[0].length ?? 0;
  return (
    '~'.repeat(indent) +
    line.slice(indent).replaceAll(special, (sign) => `\\x${sign.charCodeAt(0).toString(16)}`)
  );
}
