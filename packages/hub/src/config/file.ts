import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CodedError } from '@posthouse/kernel';
import { parse } from 'yaml';
import type { Sources } from './resolve.ts';

const NAMES = ['posthouse.config.json', 'posthouse.config.yaml', 'posthouse.config.yml'];

/**
 * Reads the configuration file: the named one, or the first of the usual names in `folder`. YAML includes JSON,
 * so one parser reads both. Throws HUB_CONFIG_MISSING where there is none of the name, else HUB_CONFIG_UNREADABLE.
 */
export function readConfigFile(folder: string, named: string | undefined): Sources['file'] {
  const name = named ?? NAMES.find((name) => existsSync(join(folder, name)));
  if (name === undefined) return null;
  const file = resolve(folder, name);
  if (!existsSync(file)) throw new CodedError('HUB_CONFIG_MISSING', { file });
  try {
    return { name, content: settingsOf(parse(readFileSync(file, 'utf8'))) };
  } catch (error) {
    throw new CodedError('HUB_CONFIG_UNREADABLE', { file, cause: (error as Error).message });
  }
}

/** An empty file sets nothing. */
function settingsOf(content: unknown): object {
  if (typeof (content ?? {}) === 'object' && !Array.isArray(content)) return content ?? {};
  throw new Error('settings are written name: value');
}
