import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ErrorRegistry } from '@posthouse/protocol';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);

/** Every source that declares errors, wherever it is. */
const sources = globSync('{packages,apps}/**/*.ts', {
  cwd: fileURLToPath(root),
  exclude: ['**/node_modules/**', '**/dist/**', '**/*.test.ts'],
}).filter((file) => /= defineErrors\(/.test(readFileSync(new URL(file, root), 'utf8')));

/** A sentence in Chinese, and in English without Chinese punctuation. */
const IN_BOTH = {
  zh: expect.stringMatching(/\p{Script=Han}/u) as string,
  en: expect.stringMatching(/^[\x20-\x7e…–¥é]+$/) as string,
};

/** What the source exports as a registry. */
async function registriesOf(source: string): Promise<readonly ErrorRegistry[]> {
  const exported = (await import(new URL(source, root).href)) as Record<string, unknown>;
  return Object.entries(exported).flatMap(([name, value]) =>
    name.endsWith('Errors') ? [value as ErrorRegistry] : [],
  );
}

describe('errors', () => {
  it('are declared in every app, and in the packages that refuse', () => {
    expect(sources.map((file) => file.split('/', 2).join('/'))).toEqual(
      expect.arrayContaining([
        'apps/bridge',
        'apps/print',
        'apps/tasks',
        'packages/agent',
        'packages/hub',
        'packages/kernel',
        'packages/protocol',
      ]),
    );
  });

  it.each(sources)('of %s say in both languages what is wrong and what to do', async (source) => {
    const registries = await registriesOf(source);
    expect(registries).not.toEqual([]);
    for (const [code, { status, text, remedy }] of registries.flatMap((each) => Object.entries(each))) {
      expect(code).toMatch(/^[A-Z]+(_[A-Z0-9]+)+$/);
      expect(status).toBeGreaterThanOrEqual(400);
      expect({ code, text, remedy }).toEqual({ code, text: IN_BOTH, remedy: IN_BOTH });
    }
  });
});
