import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { TIMEOUT } from './open-database.ts';

/** Bytes of the write-ahead log beyond which its readers are waited for. */
const MOST = 67_108_864;
/** Milliseconds for which each step of that waits, at most. Commits wait with it. */
const PATIENCE = 100;

/**
 * Keeps the write-ahead log of a database from growing for ever. SQLite writes it from the beginning again when nobody
 * reads from it; where the next reader always comes before the last has left, that moment would never be
 * (https://www.sqlite.org/wal.html#avoiding_excessively_large_wal_files).
 */
export class LogLength {
  readonly #database: DatabaseSync;
  readonly #log: string;
  readonly #most: number;
  #next: number;

  constructor(database: DatabaseSync, file: string, most = MOST) {
    this.#database = database;
    this.#log = `${file}-wal`;
    this.#most = most;
    this.#next = most;
  }

  /** To be called between transactions. One that stays for long (a backup) is given up on, until a quarter more is written. */
  look(): void {
    const size = statSync(this.#log, { throwIfNoEntry: false })?.size ?? 0;
    if (size < this.#most) this.#next = this.#most;
    if (size < this.#next) return;
    this.#next = this.#beginAnew() ? this.#most : size + this.#most / 4;
  }

  /** Whether the next commit is at the beginning of the log. */
  #beginAnew(): boolean {
    try {
      this.#database.exec(`pragma busy_timeout = ${PATIENCE}`);
      return this.#database.prepare('pragma wal_checkpoint(restart)').get()?.['busy'] === 0;
    } catch {
      // The disk is full or fails: commits say so.
      return false;
    } finally {
      this.#database.exec(`pragma busy_timeout = ${TIMEOUT}`);
    }
  }
}
