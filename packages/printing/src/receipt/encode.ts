import receiptline from 'receiptline';
import { paperColumns } from './columns.ts';
import { commandSet } from './command-set.ts';
import { openDrawer } from './command-set.ts';
import type { CommandSet } from './command-set.ts';
import { printable } from './gb18030.ts';
import { textToMarkup } from './markup.ts';

export interface Receipt {
  /** Plain text, printed column for column; or ReceiptLine markup. */
  readonly content: { readonly text: string } | { readonly markup: string };
  /** `escpos` by default; `generic` where that garbles. */
  readonly commandSet?: CommandSet;
  /** Millimetres; 80 by default. */
  readonly paperWidthMm?: number;
  /** Cuts after the last line; true by default. */
  readonly cut?: boolean;
  /** Opens the cash drawer behind the paper; false by default. */
  readonly drawer?: boolean;
}

/**
 * The bytes that print a receipt, in GB18030. They begin with `ESC @` and automatic status on, and ask nothing:
 * confirmation is the driver's.
 */
export function encodeReceipt(receipt: Receipt): Uint8Array {
  const columns = paperColumns(receipt.paperWidthMm ?? 80);
  const { content } = receipt;
  const markup =
    'text' in content
      ? textToMarkup(content.text, columns)
      : printable(content.markup.replaceAll('\r\n', '\n')).replace(/\n$/, '');
  const set = receipt.commandSet ?? 'escpos';
  const commands = receiptline.transform(markup, {
    command: commandSet(set),
    cpl: columns,
    encoding: 'gb18030',
    spacing: true,
    cutting: (receipt.cut ?? true) && !endsWithCut(markup),
  });
  const bytes = Uint8Array.from(commands, (character) => character.charCodeAt(0));
  return receipt.drawer === true ? Buffer.concat([bytes, openDrawer(set)]) : bytes;
}

/** Markup may cut for itself, label by label: a second cut would give an empty paper. */
function endsWithCut(markup: string): boolean {
  return /(^|\n) *=+ *$/.test(markup);
}
