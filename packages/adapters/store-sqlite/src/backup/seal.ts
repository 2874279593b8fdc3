import { CodedError } from '@posthouse/kernel';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { sync } from '../sync.ts';

const CHUNK = 1_048_576;

/** The checksum beside a backup, as `sha256sum -c` reads it. */
export const sealOf = (file: string): string => `${file}.sha256`;

export function checksum(file: string): string {
  const hash = createHash('sha256');
  const chunk = Buffer.alloc(CHUNK);
  const open = openSync(file, 'r');
  try {
    for (let read = 1; read > 0;) {
      read = readSync(open, chunk);
      hash.update(chunk.subarray(0, read));
    }
  } finally {
    closeSync(open);
  }
  return hash.digest('hex');
}

export function writeSeal(file: string, sha256: string): void {
  writeFileSync(sealOf(file), `${sha256}  ${basename(file)}\n`, { mode: 0o600 });
  sync(sealOf(file));
}

/** Whether there is a seal; throws STORE_BACKUP_DAMAGED when it is another file's. */
export function checkSeal(file: string): boolean {
  if (!existsSync(sealOf(file))) return false;
  const [expected] = readFileSync(sealOf(file), 'utf8').split(/\s/);
  if (checksum(file) === expected) return true;
  throw new CodedError('STORE_BACKUP_DAMAGED', { file, why: 'its checksum is not that of its .sha256 file' });
}
