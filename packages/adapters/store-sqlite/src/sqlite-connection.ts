import type { Cell, Connection } from '@posthouse/kernel';
import { Kysely, SqliteDialect } from 'kysely';
import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Statements kept prepared; the kernel and one app together use about a hundred. */
const MOST_STATEMENTS = 500;

interface Prepared {
  readonly statement: StatementSync;
  /** Gives rows: a select, or a change with `returning`. */
  readonly reader: boolean;
  readonly changes: boolean;
}

/** The kernel's connection over one `DatabaseSync`: no call of it waits. */
export class SqliteConnection implements Connection {
  readonly dialect = 'sqlite';
  readonly db: Kysely<unknown>;
  dirty = false;
  /** Whether a transaction is expected to be open: then nothing runs without one. */
  inTransaction = false;
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, Prepared>();
  readonly #lastIds = new Map<string, number>();

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.db = new Kysely({ dialect: new SqliteDialect({ database: this.#forKysely() }) });
  }

  all<R>(sql: string, cells: readonly Cell[]): R[] {
    const { statement, changes } = this.#statementOf(sql);
    if (changes) this.dirty = true;
    return statement.all(...cells) as R[];
  }

  run(sql: string, cells: readonly Cell[]): number {
    this.dirty = true;
    return Number(this.#statementOf(sql).statement.run(...cells).changes);
  }

  /** A statement about the transaction itself: it writes nothing. */
  control(sql: string): void {
    this.#prepare(sql).statement.run();
  }

  /**
   * Counted here, because this connection is the only writer. An id of a transaction that was rolled back is not
   * given again while the process lives, and was never told to anybody.
   */
  nextId(table: string): number {
    const next = (this.#lastIds.get(table) ?? this.#lastIdOf(table)) + 1;
    this.#lastIds.set(table, next);
    return next;
  }

  #lastIdOf(table: string): number {
    const [row] = this.all<{ seq: number }>(`select seq from sqlite_sequence where name = ?`, [table]);
    return row?.seq ?? 0;
  }

  /** After SQLite has rolled back by itself (a full disk), an op that goes on would commit each statement alone. */
  #statementOf(sql: string): Prepared {
    if (this.inTransaction && !this.#database.isTransaction) throw new Error('the transaction was lost');
    return this.#prepare(sql);
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    const reader = statement.columns().length > 0;
    // Only a plain select is known to change nothing: `with` may lead an insert.
    const prepared = { statement, reader, changes: !/^\s*select\b/i.test(sql) };
    if (this.#prepared.size >= MOST_STATEMENTS) {
      const [oldest] = this.#prepared.keys();
      this.#prepared.delete(oldest!);
    }
    this.#prepared.set(sql, prepared);
    return prepared;
  }

  /** What Kysely's own SQLite driver asks of a database. */
  #forKysely() {
    return {
      close: () => {},
      prepare: (sql: string) => {
        const { statement, reader, changes } = this.#statementOf(sql);
        if (changes) this.dirty = true;
        return {
          reader,
          all: (cells: readonly unknown[]) => statement.all(...(cells as Cell[])),
          run: (cells: readonly unknown[]) => statement.run(...(cells as Cell[])),
          iterate: (cells: readonly unknown[]) => statement.iterate(...(cells as Cell[])),
        };
      },
    };
  }
}
