import { join } from 'node:path';

/**
 * The files of a data folder. They must not be opened by other means in this process: closing any descriptor of a
 * file drops the locks that SQLite holds on it (https://www.sqlite.org/howtocorrupt.html, 2.2).
 */
export function filesOf(folder: string) {
  return { core: join(folder, 'core.db'), lock: join(folder, 'lock.db') };
}
