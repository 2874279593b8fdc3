import { CodedError, prepareSchema, restored, type Ms, type Restored } from '@posthouse/kernel';
import { randomUUID } from 'node:crypto';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { errorOf } from '../answer.ts';
import { filesOf } from '../files.ts';
import { claimFolder } from '../folder.ts';
import { loadCatalog } from '../load-catalog.ts';
import { openDatabase } from '../open-database.ts';
import { Session } from '../session.ts';
import { sync, syncFolder } from '../sync.ts';
import { setAside } from './aside.ts';
import { copyDatabase } from './copy.ts';
import { inspectBackup, type Inspection } from './inspect.ts';
import { skipGivenIds } from './numbers.ts';
import { checkSeal } from './seal.ts';

export interface RestoreOptions {
  readonly folder: string;
  readonly file: string;
  readonly apps: { readonly module: URL; readonly config: unknown };
  readonly now: Ms;
}

/** What was restored, and what it left open. */
export interface Restoration extends Restored {
  readonly from: Inspection;
  /** Whether a checksum lay beside it. */
  readonly sealed: boolean;
  readonly epoch: string;
  /** Where the data are that were there before. */
  readonly aside: string | null;
}

/**
 * Puts a backup in the place of a folder's data, in an epoch of its own. All is done on a copy; the last step is one
 * rename, so that a power cut leaves either the old data or the restored ones. Throws STORE_FOLDER_IN_USE while a hub
 * runs, STORE_BACKUP_MISSING, STORE_BACKUP_DAMAGED, STORE_BACKUP_FAILED or STORE_SCHEMA_NEWER; then nothing has changed.
 */
export async function restoreSqlite({ folder, file, apps, now }: RestoreOptions): Promise<Restoration> {
  // Looked at first: a wrong name must not make a data folder.
  const from = inspectBackup(file);
  const sealed = checkSeal(file);
  const lock = claimFolder(folder);
  const staged = join(folder, 'restoring.db');
  try {
    removeDatabase(staged);
    // Not as a file: what lies beside it in a log of its own belongs to it.
    copyDatabase(file, staged);
    const epoch = randomUUID();
    const open = await prepare(staged, { folder, from, apps, now, epoch });
    const aside = setAside(folder, new Date(now).toISOString().replaceAll(/[:.]/g, '-'));
    renameSync(staged, filesOf(folder).core);
    syncFolder(folder);
    return { ...open, from, sealed, epoch, aside };
  } catch (error) {
    removeDatabase(staged);
    if (error instanceof CodedError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new CodedError('STORE_BACKUP_FAILED', { file, why }, { cause: error });
  } finally {
    lock.close();
  }
}

interface Preparation extends Pick<RestoreOptions, 'folder' | 'apps' | 'now'> {
  readonly from: Inspection;
  readonly epoch: string;
}

/** Brings the copy to this version's tables and into its new epoch; it is whole and on disk afterwards. */
async function prepare(staged: string, { folder, from, apps, now, epoch }: Preparation): Promise<Restored> {
  const catalog = await loadCatalog({ module: apps.module.href, config: apps.config });
  const database = openDatabase(staged);
  try {
    const session = new Session(database, catalog);
    await prepareSchema(session.connection, catalog, { now, freshEpoch: epoch });
    database.prepare(`update meta set value = ? where name = 'epoch'`).run(epoch);
    skipGivenIds(database, filesOf(folder).core, from);
    const { answers } = await session.runGroup([{ op: restored.name, args: null, now }]);
    const [answer] = answers;
    if (answer === undefined || 'code' in answer) throw errorOf(answer!);
    return answer.value as Restored;
  } finally {
    // The last connection folds the log into the file.
    database.close();
    sync(staged);
  }
}

function removeDatabase(file: string): void {
  for (const one of [file, `${file}-wal`, `${file}-shm`]) if (existsSync(one)) rmSync(one);
}
