import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { openReadOnly } from '../open-database.ts';
import type { Inspection } from './inspect.ts';

/** How many ids are left out where nobody knows how many were given since the backup. */
const SPARE = 10_000;

type Numbers = ReadonlyMap<string, number>;

/** What the data know that a backup takes the place of. */
interface Given {
  readonly numbers: Numbers;
  /** Whether they are the backup's own continuation: then nothing was given that they do not know of. */
  readonly all: boolean;
}

/**
 * Ids that were given since the backup are on paper and in other systems: they are not given again. All of them are
 * known where the folder still has the data that the backup was made of; else as many as could be are left out, and in
 * any case those that the folder's data know (a second restore of the same backup).
 */
export function skipGivenIds(database: DatabaseSync, core: string, { epoch, commit }: Inspection): void {
  const given = givenIn(core, epoch, commit);
  const has = lastIds(database);
  const tables = database
    .prepare(`select name from sqlite_schema where type = 'table' and sql like '%autoincrement%'`)
    .all() as { name: string }[];
  for (const { name } of tables) {
    const own = has.get(name) ?? 0;
    const next = Math.max(own + (given.all ? 0 : SPARE), given.numbers.get(name) ?? 0);
    if (!has.has(name))
      database.prepare('insert into sqlite_sequence (name, seq) values (?, ?)').run(name, next);
    else database.prepare('update sqlite_sequence set seq = ? where name = ?').run(next, name);
  }
}

/** Data that cannot be read know nothing. */
function givenIn(core: string, epoch: string, commit: number): Given {
  const nothing: Given = { numbers: new Map(), all: false };
  if (!existsSync(core)) return nothing;
  let database: DatabaseSync | undefined;
  try {
    database = openReadOnly(core);
    const meta = database.prepare('select name, value from meta').all() as { name: string; value: string }[];
    const now = new Map(meta.map(({ name, value }) => [name, value]));
    const all = now.get('epoch') === epoch && Number(now.get('commit')) >= commit;
    return { numbers: lastIds(database), all };
  } catch {
    return nothing;
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
