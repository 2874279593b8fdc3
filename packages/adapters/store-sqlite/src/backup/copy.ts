import { closeSync, openSync } from 'node:fs';
import { openReadOnly } from '../open-database.ts';
import { sync } from '../sync.ts';

/**
 * Writes what `core` holds at this moment to the new file `to`, without its free pages, and has it on disk. One read
 * transaction, which stops no writer (https://www.sqlite.org/lang_vacuum.html): only the log grows meanwhile.
 */
export function copyDatabase(core: string, to: string): void {
  // Made first, so that nobody else may read it: it holds everybody's secrets.
  closeSync(openSync(to, 'wx', 0o600));
  const source = openReadOnly(core);
  try {
    source.prepare('vacuum into ?').run(to);
  } finally {
    source.close();
  }
  // What SQLite writes there it does not sync.
  sync(to);
}
