import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { openReadOnly } from '../open-database.ts';
import type { Inspection } from './inspect.ts';

/** How many ids are left out where nobody knows how many were given since the backup. */
const SPARE = 10_000;

type Numbers = ReadonlyMap<string, number>;

/**
 * Ids that were given since the backup are on paper and in other systems: they are not given again. They are known
 * where the folder still has the data that the backup was made of; else as many as could be are left out.
 */
export function skipGivenIds(database: DatabaseSync, core: string, { epoch, commit }: Inspection): void {
  const since = numbersOf(core, epoch, commit);
  const has = lastIds(database);
  const tables = database
    .prepare(`select name from sqlite_schema where type = 'table' and sql like '%autoincrement%'`)
    .all() as { name: string }[];
  for (const { name } of tables) {
    const own = has.get(name) ?? 0;
    const next = since === null ? own + SPARE : Math.max(own, since.get(name) ?? 0);
    if (!has.has(name))
      database.prepare('insert into sqlite_sequence (name, seq) values (?, ?)').run(name, next);
    else database.prepare('update sqlite_sequence set seq = ? where name = ?').run(next, name);
  }
}

/** null: there are no readable data, or they are not the continuation of the backup. */
function numbersOf(core: string, epoch: string, commit: number): Numbers | null {
  if (!existsSync(core)) return null;
  let database: DatabaseSync | undefined;
  try {
    database = openReadOnly(core);
    const meta = database.prepare('select name, value from meta').all() as { name: string; value: string }[];
    const now = new Map(meta.map(({ name, value }) => [name, value]));
    const continues = now.get('epoch') === epoch && Number(now.get('commit')) >= commit;
    return continues ? lastIds(database) : null;
  } catch {
    return null;
  } finally {
    database?.close();
  }
}

function lastIds(database: DatabaseSync): Numbers {
  const rows = database.prepare('select name, seq from sqlite_sequence').all() as {
    name: string;
    seq: number;
  }[];
  return new Map(rows.map(({ name, seq }) => [name, seq]));
}
