import { CodedError } from '@posthouse/kernel';

export interface Line {
  readonly line: number;
  readonly text: string;
}

/** Characters of one line; beyond it the file is no JSONL. */
const LONGEST_LINE = 2_000_000;

/** The lines of a text that are not blank. Throws TASKS_IMPORT_UNREADABLE at one without an end. */
export async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<Line> {
  let rest = '';
  let line = 0;
  for await (const piece of text) {
    const parts = piece.split('\n');
    // Joined only where a line ends: a long one is not searched again with every piece.
    parts[0] = rest + parts[0]!;
    rest = parts.pop()!;
    for (const part of parts) {
      line++;
      if (part.trim() !== '') yield { line, text: part };
    }
    if (rest.length > LONGEST_LINE) throw new CodedError('TASKS_IMPORT_UNREADABLE', { line: line + 1 });
  }
  if (rest.trim() !== '') yield { line: line + 1, text: rest };
}
