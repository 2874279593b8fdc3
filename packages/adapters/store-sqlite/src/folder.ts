import { CodedError } from '@posthouse/kernel';
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sqliteCode } from './answer.ts';
import { filesOf } from './files.ts';
import { syncFolder } from './sync.ts';

export { examineFolder, type Examination } from './examine.ts';
export { filesOf } from './files.ts';

const SQLITE_BUSY = 5;

/**
 * Makes the folder and holds it for as long as the returned database stays open: one process per folder (K11). The
 * lock is a file of its own, so that readers of `core.db` stay free, and goes with the process however it ends.
 * Throws STORE_FOLDER_IN_USE or STORE_FOLDER_UNWRITABLE.
 */
export function claimFolder(folder: string): DatabaseSync {
  try {
    makeFolder(resolve(folder));
    accessSync(folder, constants.W_OK);
    const lock = new DatabaseSync(filesOf(folder).lock);
    // Nothing is ever written to it: no journal beside it.
    lock.exec('pragma journal_mode = memory; begin exclusive');
    return lock;
  } catch (error) {
    if (sqliteCode(error) === SQLITE_BUSY)
      throw new CodedError('STORE_FOLDER_IN_USE', { folder }, { cause: error });
    const why = error instanceof Error ? error.message : String(error);
    throw new CodedError('STORE_FOLDER_UNWRITABLE', { folder, why }, { cause: error });
  }
}

/** SQLite syncs the folder when it makes a file there; that the folder itself stays is up to its parents. */
function makeFolder(folder: string): void {
  const missing: string[] = [];
  // Not by `recursive`, which tries for ever where folders cannot be made (/proc).
  for (let at = folder; !existsSync(at) && at !== dirname(at); at = dirname(at)) missing.push(at);
  for (const made of missing.reverse()) {
    // What others on the machine may read they have: the folder holds everybody's secrets.
    mkdirSync(made, made === folder ? { mode: 0o700 } : {});
    syncFolder(dirname(made));
  }
}
