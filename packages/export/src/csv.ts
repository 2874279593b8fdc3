import { createLocalTime } from './local-time.ts';
import type { Cell, Table } from './table.ts';

export interface CsvOptions {
  /** Begins with U+FEFF, by which Excel knows the file as UTF-8. */
  readonly bom?: boolean;
}

/** Characters gathered before they leave as one piece of bytes. */
const PIECE = 32_768;

/** The table as CSV (RFC 4180): CRLF, and quotes where a text needs them. */
export async function* csvOf(table: Table, { bom = false }: CsvOptions = {}): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const wording = createWording(table.zone ?? 'UTC');
  const line = (cells: readonly Cell[]) =>
    `${table.columns.map((_, index) => quoted(wording(cells[index] ?? null))).join(',')}\r\n`;
  let text = bom ? '\uFEFF' : '';
  text += line(table.columns.map(({ header }) => header));
  for await (const row of table.rows) {
    text += line(row);
    if (text.length < PIECE) continue;
    yield encoder.encode(text);
    text = '';
  }
  if (text !== '') yield encoder.encode(text);
}

function createWording(zone: string): (cell: Cell) => string {
  const localTime = createLocalTime(zone);
  return (cell) => {
    if (cell === null) return '';
    if (typeof cell === 'string') return unarmed(cell);
    if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
    return cell instanceof Date ? localTime(cell) : String(cell);
  };
}

/**
 * A text that a spreadsheet would run as a formula, made harmless by a leading apostrophe
 * (https://owasp.org/www-community/attacks/CSV_Injection).
 */
function unarmed(text: string): string {
  return /^[=+\-@＝＋－＠\t\r\n]/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
