import { CodedError } from '@posthouse/kernel';
import { renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { failureOf, isDamage } from './answer.ts';
import { copyDatabase } from './backup/copy.ts';
import { inspectBackup } from './backup/inspect.ts';
import type { BackupPhase, BackupThreadData, FromBackupThread } from './backup/make.ts';
import { checksum, sealOf, writeSeal } from './backup/seal.ts';
import { filesOf } from './files.ts';
import { syncFolder } from './sync.ts';

const port = parentPort!;
const { folder, file, part } = workerData as BackupThreadData;
const say = (message: FromBackupThread) => port.postMessage(message);
const enter = (phase: BackupPhase) => say({ phase });

// The file has its name only when it is whole, checked and on disk.
try {
  rmSync(part, { force: true });
  enter('copying');
  copyDatabase(filesOf(folder).core, part);
  enter('checking');
  const inspection = inspectBackup(part);
  enter('sealing');
  const sha256 = checksum(part);
  writeSeal(file, sha256);
  renameSync(part, file);
  syncFolder(dirname(file));
  say({ made: { ...inspection, file, sha256 } });
} catch (error) {
  for (const left of [part, sealOf(file)]) rmSync(left, { force: true });
  say({ refused: failureOf(codedOf(error)) });
}

/** Of the two files only the hub's own is read as it is: what SQLite calls damaged here is the data. */
function codedOf(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  if (isDamage(error)) return new CodedError('STORE_DAMAGED', { folder }, { cause: error });
  const why = error instanceof Error ? error.message : String(error);
  return new CodedError('STORE_BACKUP_FAILED', { file, why }, { cause: error });
}
