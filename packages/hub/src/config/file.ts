import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CodedError } from '@posthouse/kernel';
import { parse } from 'yaml';
import type { Sources } from './resolve.ts';

const NAMES = ['posthouse.config.json', 'posthouse.config.yaml', 'posthouse.config.yml'];

/**
 * Reads the configuration file: the named one, or the first of the usual names in `folder`. YAML includes JSON,
 * so one parser reads both. Throws HUB_CONFIG_UNREADABLE.
 */
export function readConfigFile(folder: string, named: string | undefined): Sources['file'] {
  const name = named ?? NAMES.find((name) => existsSync(join(folder, name)));
  if (name === undefined) return null;
  try {
    const content: unknown = parse(readFileSync(resolve(folder, name), 'utf8'));
    return { name, content: content ?? {} };
  } catch (error) {
    throw new CodedError('HUB_CONFIG_UNREADABLE', { file: name, cause: (error as Error).message });
  }
}
