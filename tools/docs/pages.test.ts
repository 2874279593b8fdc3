import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allErrors } from '../../packages/hub/src/all-errors.ts';
import { defineApps } from '../../packages/hub/src/apps.ts';
import { loadConfig } from '../../packages/hub/src/config/load.ts';
import { generatedPages } from './pages.ts';

const committed = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

describe('generated pages', () => {
  it('are as the code says; npm run docs writes them', async () => {
    for (const [path, text] of await generatedPages())
      expect({ [path]: committed(path) }).toEqual({ [path]: text });
  });

  it('hold every error code, and no other', () => {
    const registry = allErrors(defineApps(loadConfig({ file: null, env: {}, flags: {} }).config.apps));
    const documented = [...committed('docs/ERRORS.md').matchAll(/^\| `([A-Z_]+)`/gm)].map(([, code]) => code);
    expect(new Set(documented)).toEqual(new Set(Object.keys(registry)));
    expect(documented).toHaveLength(Object.keys(registry).length);
  });
});

describe('docs/SPEC.md', () => {
  const spec = committed('docs/SPEC.md');
  const sections = [...spec.matchAll(/^## (K\d+)\b[^\n]*\n([\s\S]*?)(?=^## |$(?![\s\S]))/gm)];

  it('states K1 to K12', () => {
    expect(sections.map(([, name]) => name)).toEqual(
      Array.from({ length: 12 }, (_, index) => `K${index + 1}`),
    );
  });

  it.each(sections.map(([, name = '', text = '']) => [name, text]))(
    '%s names tests that exist and cite it',
    (name, text) => {
      const files = [...text.matchAll(/`([\w./-]+\.(?:test\.ts|cjs))`/g)].map(([, file = '']) => file);
      expect(files).not.toEqual([]);
      for (const file of files) {
        expect({ [file]: existsSync(new URL(`../../${file}`, import.meta.url)) }).toEqual({ [file]: true });
      }
      const citing = files.filter((file) => file.endsWith('.test.ts') && cites(committed(file), name));
      expect(citing).not.toEqual([]);
    },
  );
});

/** Whether a test or suite of the file has the invariant in its title. */
function cites(source: string, name: string): boolean {
  const titles = source.matchAll(
    /\b(?:it|test|describe)(?:[.]\w+)*(?:\([^'"`]*\))?\(\s*(['"`])([\s\S]*?)\1/g,
  );
  return [...titles].some(([, , title = '']) => new RegExp(`\\b${name}\\b`).test(title));
}
