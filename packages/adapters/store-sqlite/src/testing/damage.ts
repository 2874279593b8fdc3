import { closeSync, openSync, statSync, writeSync } from 'node:fs';

const PAGE = 4_096;

/** Overwrites every page of a database but the first, as a failing disk might: it opens, and cannot be read. */
export function damage(file: string): void {
  const open = openSync(file, 'r+');
  const noise = Buffer.alloc(statSync(file).size - PAGE, 0xa5);
  writeSync(open, noise, 0, noise.length, PAGE);
  closeSync(open);
}
