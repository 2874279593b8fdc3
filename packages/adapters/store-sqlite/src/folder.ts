import { CodedError } from '@posthouse/kernel';
import { accessSync, closeSync, constants, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sqliteCode } from './answer.ts';

const SQLITE_BUSY = 5;

/**
 * The files of a data folder. They must not be opened by other means in this process: closing any descriptor of a
 * file drops the locks that SQLite holds on it (https://www.sqlite.org/howtocorrupt.html, 2.2).
 */
export function filesOf(folder: string) {
  return { core: join(folder, 'core.db'), lock: join(folder, 'lock.db') };
}

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
    const code = sqliteCode(error) === SQLITE_BUSY ? 'STORE_FOLDER_IN_USE' : 'STORE_FOLDER_UNWRITABLE';
    throw new CodedError(code, { folder }, { cause: error });
  }
}

/** SQLite syncs the folder when it makes a file there; that the folder itself stays is up to its parents. */
function makeFolder(folder: string): void {
  const missing: string[] = [];
  // Not by `recursive`, which tries for ever where folders cannot be made (/proc).
  for (let at = folder; !existsSync(at) && at !== dirname(at); at = dirname(at)) missing.push(at);
  for (const made of missing.reverse()) {
    mkdirSync(made);
    if (process.platform !== 'win32') syncFolder(dirname(made));
  }
}

function syncFolder(folder: string): void {
  const open = openSync(folder, 'r');
  try {
    fsyncSync(open);
  } finally {
    closeSync(open);
  }
}
