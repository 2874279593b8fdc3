import { copyFileSync, existsSync, linkSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf } from '../files.ts';
import { openDatabase } from '../open-database.ts';
import { sync, syncFolder } from '../sync.ts';

/**
 * Keeps a folder's data under another name, and leaves it where it is until the restored file takes its place: there is
 * no moment without data, in which a hub would begin anew. Returns the folder that has it; null: there was none.
 */
export function setAside(folder: string, stamp: string): string | null {
  const { core } = filesOf(folder);
  if (!existsSync(core)) return null;
  const aside = join(folder, `before-restore-${stamp}`);
  mkdirSync(aside, { mode: 0o700 });
  foldLog(core);
  const kept = join(aside, 'core.db');
  try {
    linkSync(core, kept);
  } catch {
    // A file system without hard links.
    copyFileSync(core, kept);
    sync(kept);
  }
  // A log that could not be folded is the old file's: beside the restored one it would be read into that.
  for (const suffix of ['-wal', '-shm']) {
    if (existsSync(core + suffix)) renameSync(core + suffix, kept + suffix);
  }
  syncFolder(aside);
  return aside;
}

/** The last connection to close folds the log into the file. Damaged data are kept as they are. */
function foldLog(core: string): void {
  try {
    openDatabase(core).close();
  } catch {
    // Whoever looks into it later has all three files.
  }
}
