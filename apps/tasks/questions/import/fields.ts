import { RowRefused } from './rows.ts';

/** One record by column name; a column that the file does not have is undefined. */
export type Fields = ReadonlyMap<string, unknown>;

/** Characters of the largest text: content and analysis. The old columns were mediumtext and longtext. */
export const LONGEST = 200_000;

/** A text, or null for nothing: a missing column, an empty cell, MySQL's `\N` or `NULL`. */
export function textOf(fields: Fields, name: string, longest: number): string | null {
  const value = fields.get(name);
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string' && typeof value !== 'number')
    throw new RowRefused('TASKS_ROW_TEXT', { column: name });
  // No engine's text holds it.
  const text = String(value).replaceAll('\0', '');
  if (text === '' || text === '\\N' || text === 'NULL') return null;
  // Half a character would be stored as U+FFFD, too: two different keys would become one.
  if (text.includes('\uFFFD') || !text.isWellFormed()) {
    throw new RowRefused('TASKS_ROW_ENCODING', { column: name });
  }
  if (text.length > longest) throw new RowRefused('TASKS_ROW_TOO_LONG', { column: name, limit: longest });
  return text;
}

/** A text that must be there. */
export function needed(fields: Fields, name: string, longest: number): string {
  const text = textOf(fields, name, longest);
  if (text === null || text.trim() === '') throw new RowRefused('TASKS_ROW_EMPTY', { column: name });
  return text;
}

export function wholeOf(fields: Fields, name: string): number | null {
  const text = textOf(fields, name, 40)?.trim() ?? '';
  if (text === '') return null;
  if (!/^-?\d{1,15}(\.0+)?$/.test(text)) throw new RowRefused('TASKS_ROW_NUMBER', { column: name });
  return Number(text);
}

/** Ids that a file brings: those given later are beyond the largest, and must still be ids. */
const LARGEST_ID = 999_999_999_999;

/** An id, which is a whole number above 0. */
export function idOf(fields: Fields, name: string): number | null {
  const id = wholeOf(fields, name);
  if (id !== null && (id < 1 || id > LARGEST_ID)) throw new RowRefused('TASKS_ROW_NUMBER', { column: name });
  return id;
}

export function neededId(fields: Fields, name: string): number {
  const id = idOf(fields, name);
  if (id === null) throw new RowRefused('TASKS_ROW_EMPTY', { column: name });
  return id;
}
