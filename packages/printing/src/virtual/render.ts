import { DOTS_PER_COLUMN, paperColumns } from '../receipt/columns.ts';
import { CommandParser } from './command-parser.ts';
import { Interpreter } from './interpreter.ts';
import type { Sheet } from './sheet.ts';

/** The sheets that these bytes would print, the last one uncut if no cut follows it. */
export function renderSheets(bytes: Uint8Array, paperWidthMm: number): Sheet[] {
  const parser = new CommandParser();
  const interpreter = new Interpreter(paperColumns(paperWidthMm) * DOTS_PER_COLUMN);
  const actions = [...parser.push(bytes), ...parser.end()].flatMap((token) => interpreter.run(token));
  return [...actions, ...interpreter.end(false)].flatMap((action) =>
    action.is === 'sheet' ? [action.sheet] : [],
  );
}
