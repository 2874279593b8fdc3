import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { extname, join } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The console as it was built last, beside the sources or in the package. */
export const consoleFolder = (): string =>
  fileURLToPath(new URL('./dist/', import.meta.resolve('@posthouse/console/package.json')));

/** What the build adds to the name of a compressed file. */
const SUFFIXES = { br: '.br', gzip: '.gz' } as const;
type Coding = keyof typeof SUFFIXES;

export interface ConsoleFile {
  readonly type: string;
  readonly body: Buffer;
  /** Absent: as it is. */
  readonly coding?: Coding;
  /** Named by its content: what is at this address never changes. */
  readonly lasting: boolean;
}

export interface ConsoleFiles {
  /** The page of every address; null when the console is not built. */
  page(): Promise<string | null>;
  /**
   * A file of `assets/`, by the name that a caller gave, in the first of these codings that the build made; null for
   * what is not there.
   */
  asset(name: string, codings?: readonly Coding[]): Promise<ConsoleFile | null>;
}

/** Read at each request: the system caches them, and a console that is built anew shows at once. */
export function createConsoleFiles(folder: string): ConsoleFiles {
  return {
    async page() {
      return (await read(join(folder, 'index.html')))?.toString() ?? null;
    },
    async asset(name, codings = []) {
      const type = TYPES[extname(name)];
      // One plain name: nothing here can lead out of the folder.
      if (type === undefined || !/^[\w-][\w.-]*$/.test(name)) return null;
      const path = join(folder, 'assets', name);
      const lasting = /-[\w-]{8}\.\w+$/.test(name);
      for (const coding of codings) {
        const body = await read(path + SUFFIXES[coding]);
        if (body) return { type, body, lasting, coding };
      }
      const body = await read(path);
      return body && { type, body, lasting };
    },
  };
}

async function read(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
