export { storeErrors } from '@posthouse/kernel';
export { openSqlite, type SqliteOptions } from './open.ts';
export {
  backupSqlite,
  type Backup,
  type BackupPhase,
  type BackupProgress,
  type RunningBackup,
} from './backup/make.ts';
export { checksum, sealOf, writeSeal } from './backup/seal.ts';
export { sync } from './sync.ts';
