import { readFileSync } from 'node:fs';

/** The rows of a TSV file with a head line, each by its number in the first column. */
export function readTable(file: string): ReadonlyMap<number, readonly string[]> {
  const lines = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  const rows = lines.map((line) => line.split('\t')).filter(([n]) => /^\d+$/.test(n ?? ''));
  return new Map(rows.map(([n, ...rest]) => [Number(n), rest]));
}

/** A TSV file with a head line. */
export const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, ...rows].map((row) => row.join('\t') + '\n').join('');
