import { CodedError } from '@posthouse/kernel';
import { existsSync, rmSync, statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { errorOf, type Failure } from '../answer.ts';
import { filesOf } from '../files.ts';
import type { Inspection } from './inspect.ts';
import { sealOf } from './seal.ts';

/** A backup that was made, read back and sealed. */
export interface Backup extends Inspection {
  readonly file: string;
  readonly sha256: string;
}

export type BackupPhase = 'copying' | 'checking' | 'sealing';

/** How far a backup is: `bytes` are on their way to the file by now, of about `of`. */
export interface BackupProgress {
  readonly phase: BackupPhase;
  readonly bytes: number;
  readonly of: number;
}

/** What the thread is started with. */
export interface BackupThreadData {
  readonly folder: string;
  readonly file: string;
  readonly part: string;
}

export type FromBackupThread =
  { readonly phase: BackupPhase } | { readonly made: Backup } | { readonly refused: Failure };

export interface RunningBackup {
  readonly made: Promise<Backup>;
  progress(): BackupProgress;
  /** Gives up: `made` rejects with STORE_BACKUP_FAILED, and nothing is left behind. */
  stop(): Promise<void>;
}

const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/**
 * Makes a backup of a data folder in a thread of its own, whether its store is open or not: commits go on meanwhile.
 * `made` rejects with STORE_BACKUP_MISSING (no data there), STORE_BACKUP_EXISTS, STORE_BACKUP_FAILED, STORE_DAMAGED (the
 * data themselves) or STORE_BACKUP_DAMAGED.
 */
export function backupSqlite(folder: string, file: string): RunningBackup {
  const { core } = filesOf(folder);
  const part = `${file}.part`;
  let phase: BackupPhase = 'copying';
  let worker: Worker | undefined;
  return {
    made: make(),
    progress: () => ({ phase, bytes: sizeOf(part), of: sizeOf(core) }),
    async stop() {
      await worker?.terminate();
    },
  };

  async function make(): Promise<Backup> {
    if (!existsSync(core)) throw new CodedError('STORE_BACKUP_MISSING', { file: core });
    if (existsSync(file)) throw new CodedError('STORE_BACKUP_EXISTS', { file });
    const thread = new Worker(new URL(`../backup-thread.${EXTENSION}`, import.meta.url), {
      name: 'store-backup',
      workerData: { folder, file, part } satisfies BackupThreadData,
    });
    worker = thread;
    return new Promise((resolve, reject) => {
      thread.on('message', (message: FromBackupThread) => {
        if ('phase' in message) phase = message.phase;
        else if ('made' in message) resolve(message.made);
        else reject(errorOf(message.refused));
      });
      const failed = (cause: unknown) => reject(new CodedError('STORE_BACKUP_FAILED', { file }, { cause }));
      thread.on('error', failed);
      thread.on('exit', () => {
        // It removes what is not whole itself, unless it was ended.
        rmSync(part, { force: true });
        if (!existsSync(file)) rmSync(sealOf(file), { force: true });
        failed(new Error('the thread has ended'));
      });
    });
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
