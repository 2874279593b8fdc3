import {
  createCatalog,
  prepareSchema,
  type App,
  type Catalog,
  type Clock,
  type CodedError,
  type Random,
} from '@posthouse/kernel';
import { randomUUID } from 'node:crypto';
import { Pool, types, type PoolClient } from 'pg';
import { codedError } from './errors.ts';
import { PostgresConnection } from './postgres-connection.ts';
import { PostgresStore } from './postgres-store.ts';

/** Connections to the server; more callers wait for one. */
const MOST_CONNECTIONS = 10;
const CONNECT_TIMEOUT = 5_000;
/** Any constant of our own: nodes that start together prepare the schema one after the other. */
const SCHEMA_LOCK = 7_067_683;

export interface PostgresOptions {
  readonly url: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly apps: readonly App[];
  /** Spreads retries. */
  readonly random?: Random;
  /** An idle connection broke; the pool opens another. */
  readonly onConnectionLost?: (error: CodedError) => void;
}

/** Opens the store of a database. Rejects with STORE_SCHEMA_NEWER, or KERNEL_STORE_UNAVAILABLE when nobody answers. */
export async function openPostgres(options: PostgresOptions): Promise<PostgresStore> {
  const { url, clock, apps, random = Math.random, onConnectionLost = () => {} } = options;
  const catalog = createCatalog(apps);
  const pool = new Pool({
    connectionString: url,
    max: MOST_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    // bigint: ids, times and counts, all below 2^53.
    types: {
      getTypeParser: (oid, format) =>
        oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format),
    },
  });
  // A client in use says so through its query; unheard, its event would end the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  pool.on('error', (error) => onConnectionLost(codedError(error)));
  try {
    const epoch = await prepare(pool, catalog, clock.now());
    return new PostgresStore({ pool, catalog, clock, random, epoch });
  } catch (error) {
    await pool.end();
    throw codedError(error);
  }
}

async function prepare(pool: Pool, catalog: Catalog, now: number): Promise<string> {
  const client: PoolClient = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [SCHEMA_LOCK]);
    return await prepareSchema(new PostgresConnection(client), catalog, { now, freshEpoch: randomUUID() });
  } finally {
    // The lock goes with the connection, which has no further use.
    client.release(true);
  }
}
