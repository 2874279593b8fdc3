import { sql, type Kysely } from 'kysely';
import { CodedError, type Ms } from '../ports/base.ts';
import type { Catalog } from './catalog.ts';
import type { Connection } from './connection.ts';

export interface SchemaOptions {
  readonly now: Ms;
  /** Becomes the store's epoch if it has none yet. */
  readonly freshEpoch: string;
}

interface Tables {
  migration: { name: string; at: Ms };
}

/**
 * Brings a store's tables to the catalog's state and returns its epoch. Each migration runs once, in the order of
 * the list, in a transaction of its own (STORE_MIGRATION_FAILED). Throws STORE_SCHEMA_NEWER, before anything is changed, when one of the
 * catalog's owners has run a migration that this code does not know; those of an app that is switched off stay.
 */
export async function prepareSchema(
  { db, dialect }: Connection,
  catalog: Catalog,
  { now, freshEpoch }: SchemaOptions,
): Promise<string> {
  const known = db as Kysely<Tables>;
  await sql`create table if not exists migration (name text primary key, at bigint not null)`.execute(db);
  const rows = await known.selectFrom('migration').select('name').execute();
  const done = rows.map(({ name }) => name);
  const newer = unknownMigrations(catalog, done);
  if (newer.length > 0) throw new CodedError('STORE_SCHEMA_NEWER', { migrations: newer });
  for (const migration of catalog.migrations) {
    const { name } = migration;
    if (done.includes(name)) continue;
    const run = known.transaction().execute(async (tx) => {
      await migration.up(tx as unknown as Kysely<unknown>, dialect);
      await tx.insertInto('migration').values({ name, at: now }).execute();
    });
    await run.catch((cause: unknown) => {
      throw new CodedError('STORE_MIGRATION_FAILED', { migration: name }, { cause });
    });
  }
  return epochOf(db, freshEpoch);
}

/** The done migrations of the catalog's owners that the catalog does not hold: a newer version wrote them. */
export function unknownMigrations(catalog: Catalog, done: readonly string[]): string[] {
  const owners = ['kernel', ...catalog.apps.keys()];
  const names = new Set(catalog.migrations.map(({ name }) => name));
  return done.filter((name) => !names.has(name) && owners.some((owner) => name.startsWith(`${owner}-`)));
}

async function epochOf(db: Kysely<unknown>, fresh: string): Promise<string> {
  await sql`insert into meta (name, value) values ('epoch', ${fresh}) on conflict (name) do nothing`.execute(
    db,
  );
  const { rows } = await sql<{ value: string }>`select value from meta where name = 'epoch'`.execute(db);
  return rows[0]!.value;
}
