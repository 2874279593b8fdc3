import { DatabaseSync } from 'node:sqlite';

/** Milliseconds for which a statement waits for a lock of another connection. */
export const TIMEOUT = 5_000;

export type Synchronous = 'FULL' | 'NORMAL';

/**
 * Opens a database for writing. `auto_vacuum` must come before the first page is written, and WAL mode writes one.
 * NORMAL loses acknowledged commits with the power: it exists so that a test can show it.
 */
export function openDatabase(file: string, synchronous: Synchronous = 'FULL'): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: TIMEOUT });
  database.exec(`
    pragma auto_vacuum = incremental;
    pragma journal_mode = wal;
    pragma synchronous = ${synchronous};
    pragma foreign_keys = on;
    pragma mmap_size = 0;
    pragma temp_store = memory;
    pragma cache_size = -16384;
    pragma journal_size_limit = 16777216`);
  return database;
}

/** A second connection that cannot write, on a file that a writer has open. */
export function openReadOnly(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: true, timeout: TIMEOUT });
  database.exec('pragma mmap_size = 0; pragma temp_store = memory; pragma cache_size = -16384');
  return database;
}
