import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { missing, type Needed } from '../required.ts';

const SOURCE = fileURLToPath(new URL('./power.c', import.meta.url));

/** Builds power.c with the system's compiler into `folder`; gives the library's path for LD_PRELOAD. */
export async function buildPowerShim(folder: string): Promise<Needed<string>> {
  if (process.platform !== 'linux') return missing('LD_PRELOAD needs Linux');
  const library = join(folder, 'power.so');
  try {
    await promisify(execFile)('cc', ['-O2', '-shared', '-fPIC', '-o', library, SOURCE, '-ldl', '-lpthread']);
  } catch (error) {
    return missing(`power.c was not built (is there a C compiler?): ${String(error)}`);
  }
  return { got: library };
}

/** The environment of a process whose writes below `folder` are journaled. */
export function powerEnv(library: string, folder: string, journal: string): NodeJS.ProcessEnv {
  return { ...process.env, LD_PRELOAD: library, POWER_FOLDER: folder, POWER_JOURNAL: journal };
}
