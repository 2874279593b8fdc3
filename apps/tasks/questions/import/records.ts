import { CodedError } from '@posthouse/kernel';
import { csvRecords } from './csv-records.ts';
import type { Fields } from './fields.ts';
import { jsonRow } from './json-line.ts';
import { linesOf } from './lines.ts';
import { columnOf, columnTwice, looseRow } from './loose-csv.ts';
import { oldColumn, oldTableRow } from './old-table.ts';
import type { ImportPlan } from './plan.ts';
import type { ReadTime } from './question-row.ts';
import { RowRefused, type BankRow, type RowFault } from './rows.ts';

/** A record that was read, or why it was not. */
export type Read = {
  readonly line: number;
  /** Characters of it in the file. */
  readonly size: number;
} & ({ readonly row: BankRow } | { readonly fault: RowFault });

/** More than any bank has; each record makes a map of them. */
const MOST_COLUMNS = 1_000;

/**
 * The records of a file as rows of the bank, in order. Throws TASKS_IMPORT_HEADER,
 * TASKS_IMPORT_COLUMN_TWICE and TASKS_IMPORT_UNREADABLE.
 */
export async function* readRecords(
  text: AsyncIterable<string>,
  plan: ImportPlan,
  readTime: ReadTime,
): AsyncGenerator<Read> {
  if (plan.format === 'jsonl') {
    for await (const { line, text: one } of linesOf(text)) {
      yield { line, size: one.length, ...read(() => jsonRow(one, plan, readTime)) };
    }
    return;
  }
  const [nameOf, rowOf] = plan.format === 'table' ? [oldColumn, oldTableRow] : [columnOf, looseRow];
  const needed = plan.format === 'table' ? 'question_id' : 'content';
  let columns: readonly string[] | null = null;
  for await (const { line, cells } of csvRecords(text)) {
    if (!columns) {
      columns = cells.length > MOST_COLUMNS ? [] : cells.map(nameOf);
      if (!columns.includes(needed)) throw new CodedError('TASKS_IMPORT_HEADER', { column: needed });
      const twice = plan.format === 'csv' ? columnTwice(columns) : undefined;
      if (twice !== undefined) throw new CodedError('TASKS_IMPORT_COLUMN_TWICE', { column: twice });
      continue;
    }
    const names = columns;
    const size = cells.reduce((sum, { length }) => sum + length, 0);
    yield { line, size, ...read(() => rowOf(fieldsOf(names, cells), plan, readTime)) };
  }
}

function fieldsOf(columns: readonly string[], cells: readonly string[]): Fields {
  if (cells.length !== columns.length) {
    throw new RowRefused('TASKS_ROW_COLUMNS', { columns: columns.length, cells: cells.length });
  }
  return new Map(columns.map((column, at) => [column, cells[at]]));
}

function read(rowOf: () => BankRow): { readonly row: BankRow } | { readonly fault: RowFault } {
  try {
    return { row: rowOf() };
  } catch (error) {
    if (!(error instanceof RowRefused)) throw error;
    return { fault: error.fault };
  }
}
