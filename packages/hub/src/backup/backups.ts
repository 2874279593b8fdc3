import { CodedError, refuse, type Ms, type Refusal } from '@posthouse/kernel';
import { backupSqlite, type Backup, type BackupProgress, type RunningBackup } from '@posthouse/store-sqlite';
import { Shelf, type Kept } from './shelf.ts';

export interface Backups {
  /** Makes one, whether a hub has the data open or not. Rejects with a STORE_BACKUP_ code. */
  make(now: Ms): Promise<Backup | Refusal>;
  list(): readonly Kept[];
  /** How far the one is that is being made now; null: none is. */
  running(): BackupProgress | null;
  /** Gives up the one that is being made. */
  stop(): Promise<void>;
}

/** The backups of one data folder, one at a time; the newest `keep` stay. */
export function createBackups(data: string, keep: number): Backups {
  const shelf = new Shelf(data);
  let running: RunningBackup | null = null;
  return {
    async make(now) {
      if (running) return refuse('HUB_BACKUP_RUNNING', { ...running.progress() });
      running = backupSqlite(data, placeOn(shelf, now));
      try {
        const backup = await running.made;
        shelf.prune(keep, backup.file);
        return backup;
      } finally {
        running = null;
      }
    },
    list: () => shelf.list(),
    running: () => running?.progress() ?? null,
    async stop() {
      await running?.stop();
    },
  };
}

function placeOn(shelf: Shelf, now: Ms): string {
  try {
    return shelf.place(now);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CodedError('STORE_BACKUP_FAILED', { file: shelf.folder, why }, { cause: error });
  }
}
