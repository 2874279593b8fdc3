import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Has a file that was written by other means on disk. */
export function sync(file: string, mode: 'r' | 'r+' = 'r+'): void {
  const open = openSync(file, mode);
  try {
    fsyncSync(open);
  } finally {
    closeSync(open);
  }
}

/** A new name is on disk when its folder is; Windows syncs no folders. */
export function syncFolder(folder: string): void {
  if (process.platform !== 'win32') sync(folder, 'r');
}
