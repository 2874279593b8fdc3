import { pipeline, Readable } from 'node:stream';
import { CodedError } from '@posthouse/kernel';
import { parse, CsvError } from 'csv-parse';

/** One record of a CSV and the line on which it ends. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Characters of one record. Beyond it a quote was never closed, and everything after it would be one text. */
const LONGEST_RECORD = 1_000_000;

/** The records of a CSV, one at a time. Throws TASKS_IMPORT_UNREADABLE where it is none any more. */
export async function* csvRecords(text: AsyncIterable<string>): AsyncGenerator<CsvRecord> {
  const parser = parse({
    info: true,
    // All of them: told from the first line, a file of two programs would be one record from the second line on.
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    // Spreadsheets write rows of commas below their last one.
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    max_record_size: LONGEST_RECORD,
  });
  // An error of either end reaches the loop below by the parser.
  const source = Readable.from(text, { objectMode: false });
  pipeline(source, parser, () => {});
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      yield { line: info.lines, cells: record };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new CodedError('TASKS_IMPORT_UNREADABLE', { line: parser.info.lines });
  }
}

interface Parsed {
  readonly record: string[];
  readonly info: { readonly lines: number };
}
