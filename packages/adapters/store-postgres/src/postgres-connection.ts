import type { Cell, Connection } from '@posthouse/kernel';
import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
} from 'kysely';
import type { PoolClient } from 'pg';
import { numberedSql } from './numbered-sql.ts';

/** Texts kept numbered and prepared on the server; the kernel and one app together use about a hundred. */
const MOST_STATEMENTS = 500;

interface Statement {
  readonly text: string;
  readonly name: string;
}

/** The kernel's connection over one client of the pool. */
export class PostgresConnection implements Connection {
  readonly dialect = 'postgres';
  readonly db: Kysely<unknown>;
  dirty = false;
  readonly client: PoolClient;
  readonly #statements = new Map<string, Statement>();

  constructor(client: PoolClient) {
    this.client = client;
    this.db = kyselyOn(client, (sql) => this.#mark(sql));
  }

  async all<R>(sql: string, cells: readonly Cell[]): Promise<R[]> {
    this.#mark(sql);
    const { rows } = await this.#query(sql, cells);
    return rows as R[];
  }

  async run(sql: string, cells: readonly Cell[]): Promise<number> {
    this.dirty = true;
    const { rowCount } = await this.#query(sql, cells);
    return rowCount ?? 0;
  }

  async nextId(table: string): Promise<number> {
    const [row] = await this.all<{ id: number }>(`select nextval(pg_get_serial_sequence(?, 'id')) as id`, [
      table,
    ]);
    return row!.id;
  }

  #query(sql: string, cells: readonly Cell[]) {
    const values = cells.map((cell) => (cell instanceof Uint8Array ? Buffer.from(cell) : cell));
    const statement = this.#statements.get(sql) ?? this.#remember(sql);
    return this.client.query(statement ? { ...statement, values } : { text: numberedSql(sql), values });
  }

  /** undefined beyond the bound: the server keeps what is named until the connection ends. */
  #remember(sql: string): Statement | undefined {
    if (this.#statements.size >= MOST_STATEMENTS) return undefined;
    const statement = { text: numberedSql(sql), name: `s${this.#statements.size}` };
    this.#statements.set(sql, statement);
    return statement;
  }

  #mark(sql: string): void {
    if (!/^\s*select\b/i.test(sql)) this.dirty = true;
  }
}

/** Kysely on one client that is already ours: its own dialect would take another one from the pool. */
function kyselyOn(client: PoolClient, mark: (sql: string) => void): Kysely<unknown> {
  const connection: DatabaseConnection = {
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      mark(sql);
      const { rows, rowCount } = await client.query(sql, [...parameters]);
      return { rows: rows as R[], ...(rowCount !== null && { numAffectedRows: BigInt(rowCount) }) };
    },
    async *streamQuery<R>(query: CompiledQuery) {
      yield await connection.executeQuery<R>(query);
    },
  };
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: async () => void (await client.query('begin')),
    commitTransaction: async () => void (await client.query('commit')),
    rollbackTransaction: async () => void (await client.query('rollback')),
    releaseConnection: async () => {},
    destroy: async () => {},
  };
  return new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
}
