import { unknownMigrations, type Catalog } from '@posthouse/kernel';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { isDamage } from './answer.ts';
import { filesOf } from './files.ts';
import { openReadOnly } from './open-database.ts';

/** How a folder's data are, as somebody sees them who only reads. */
export type Examination =
  | { readonly is: 'absent' }
  | { readonly is: 'whole'; readonly bytes: number }
  /** `file`, or the folder itself, may not be read and written by this user. */
  | { readonly is: 'forbidden'; readonly file: string }
  | { readonly is: 'damaged'; readonly why: string }
  /** Migrations that this version does not know. */
  | { readonly is: 'newer'; readonly migrations: readonly string[] }
  | { readonly is: 'unreadable'; readonly why: string };

/**
 * Reads a folder's data as the doctor of a hub does, whether a hub has them open or not: rights, every page and index,
 * and whether a newer version wrote them. Takes as long as the disk needs to read the whole file.
 */
export function examineFolder(folder: string, catalog: Catalog): Examination {
  const { core, lock } = filesOf(folder);
  const file = [folder, core, `${core}-wal`, `${core}-shm`, lock].find(isForbidden);
  if (file !== undefined) return { is: 'forbidden', file };
  if (!existsSync(core)) return { is: 'absent' };
  let database: DatabaseSync | undefined;
  try {
    database = openReadOnly(core);
    const fault = firstFault(database);
    if (fault !== null) return { is: 'damaged', why: fault };
    const migrations = unknownMigrations(catalog, migrationsOf(database));
    return migrations.length > 0
      ? { is: 'newer', migrations }
      : { is: 'whole', bytes: sizeOf(core) + sizeOf(`${core}-wal`) };
  } catch (error) {
    return { is: isDamage(error) ? 'damaged' : 'unreadable', why: (error as Error).message };
  } finally {
    database?.close();
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function isForbidden(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    accessSync(file, constants.R_OK | constants.W_OK);
    return false;
  } catch {
    return true;
  }
}

function firstFault(database: DatabaseSync): string | null {
  const [row] = database.prepare('pragma integrity_check(1)').all() as { integrity_check: string }[];
  return row?.integrity_check === 'ok' ? null : (row?.integrity_check ?? '');
}

/** None in a file that a hub made and was killed before it wrote to it. */
function migrationsOf(database: DatabaseSync): string[] {
  const [table] = database.prepare(`select 1 from sqlite_schema where name = 'migration'`).all();
  if (!table) return [];
  const rows = database.prepare('select name from migration').all() as { name: string }[];
  return rows.map(({ name }) => name);
}
