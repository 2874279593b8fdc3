import { readdir, stat, statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';

export interface StoredFile {
  readonly name: string;
  readonly bytes: number;
  /** When it was last written, ISO 8601. */
  readonly at: string;
}

/** What the store takes of its disk. */
export interface Storage {
  readonly folder: string;
  /** Files of the data folder, largest first. */
  readonly files: readonly StoredFile[];
  readonly bytes: number;
  /** Bytes that are free for the hub, and all that the disk has. */
  readonly free: number;
  readonly capacity: number;
}

export async function readStorage(data: string): Promise<Storage> {
  const folder = resolve(data);
  const [files, disk] = await Promise.all([filesOf(folder), statfs(folder)]);
  return {
    folder,
    files: files.toSorted((a, b) => b.bytes - a.bytes),
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    free: disk.bavail * disk.bsize,
    capacity: disk.blocks * disk.bsize,
  };
}

/** A file may go between being listed and being looked at: the WAL does. */
async function filesOf(folder: string): Promise<StoredFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(async ({ name }): Promise<StoredFile[]> => {
      const found = await stat(join(folder, name)).catch(() => null);
      return found ? [{ name, bytes: found.size, at: found.mtime.toISOString() }] : [];
    });
  return (await Promise.all(files)).flat();
}
