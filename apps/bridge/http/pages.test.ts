import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findPageFile } from './page-files.ts';
import { IMPORT_MAP_HASH, PAGE_POLICY } from './pages.ts';

const PAGE = new URL('../page/', import.meta.url);

describe('the pages', () => {
  it.each(['station.html', 'test.html'])('%s has the import map that the policy lets in', (name) => {
    const html = readFileSync(new URL(name, PAGE), 'utf8');
    const map = /<script type="importmap">([\s\S]*?)<\/script>/.exec(html)![1]!;
    expect(`sha256-${createHash('sha256').update(map).digest('base64')}`).toBe(IMPORT_MAP_HASH);
    for (const url of Object.values((JSON.parse(map) as { imports: Record<string, string> }).imports)) {
      expect(existsSync(findPageFile(url.replace('/station/', ''))!)).toBe(true);
    }
  });

  // `default-src` speaks for none of these but objects.
  it.each(["object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'self'"])(
    'are served under %s',
    (rule) => expect(PAGE_POLICY.split('; ')).toContain(rule),
  );

  it('has every file of its folder, and nothing above it', () => {
    const files = readdirSync(PAGE, { recursive: true, encoding: 'utf8' }).filter(
      (name) => /[.](ts|css|html)$/.test(name) && !name.endsWith('.test.ts'),
    );
    expect(files.filter((name) => findPageFile(name.replaceAll('\\', '/')) === null)).toEqual([]);
    for (const name of ['../app.ts', 'tsconfig.json', 'constructor', ''])
      expect(findPageFile(name)).toBeNull();
  });
});
