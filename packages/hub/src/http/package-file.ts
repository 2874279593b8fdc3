import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { extname } from 'node:path';

/** A file as a browser gets it. */
export interface PackageFile {
  readonly type: string;
  readonly body: Buffer | string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.ts': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/**
 * Reads files that apps name in `reply({ file })`, each once: they are part of the program. Their number is bounded
 * by the program's own, since no caller can name one.
 */
export function createPackageFiles(): (file: URL) => Promise<PackageFile> {
  const read = new Map<string, Promise<PackageFile>>();
  return (file) => {
    let found = read.get(file.href);
    if (!found) read.set(file.href, (found = load(file)));
    return found;
  };
}

async function load(file: URL): Promise<PackageFile> {
  const extension = extname(file.pathname);
  const bytes = await readFile(file);
  return {
    type: TYPES[extension] ?? 'application/octet-stream',
    body: extension === '.ts' ? stripTypeScriptTypes(bytes.toString()) : bytes,
  };
}
