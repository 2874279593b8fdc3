import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildConsole } from './console-fixture.ts';

const dist = fileURLToPath(new URL('../packages/console/dist/', import.meta.url));
const read = (file: string) => readFileSync(dist + file, 'utf8');
const zipped = (file: string) => gzipSync(read(file)).length;

/** What the first page fetches: what index.html names, the home page, and what those import at once. */
function firstLoad(): ReadonlySet<string> {
  const html = read('index.html');
  const named = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css|svg))"/g)].map(
    ([, file]) => file!,
  );
  const home = readdirSync(`${dist}assets`).filter((file) => /^home-page-.*\.(js|css)$/.test(file));
  const needed = new Set(['index.html']);
  const add = (file: string) => {
    if (needed.has(file)) return;
    needed.add(file);
    if (!file.endsWith('.js')) return;
    for (const [, next] of read(file).matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) add(`assets/${next}`);
  };
  for (const file of [...named, ...home.map((name) => `assets/${name}`)]) add(file);
  return needed;
}

describe('the console as it is built', () => {
  beforeAll(buildConsole);

  it('is there at the first look within 350 KB, gzipped', () => {
    const files = [...firstLoad()];
    expect(files.length).toBeGreaterThan(4);
    const sizes = Object.fromEntries(files.map((file) => [file, zipped(file)]));
    const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
    // The parts beside their sum: what grew is seen at once.
    expect({ fits: total < 350_000, sizes }).toEqual({ fits: true, sizes });
  });

  it('splits its pages from the first load', () => {
    const scripts = readdirSync(`${dist}assets`).filter((file) => file.endsWith('.js'));
    const needed = firstLoad();
    expect(scripts.filter((file) => !needed.has(`assets/${file}`)).length).toBeGreaterThan(3);
  });

  it('asks no other house for fonts, styles or scripts', () => {
    const loads = /(?:url\(|src=|href=|@import|import\()\s*["']?(?:https?:)?\/\/[^"')\s]+/g;
    const text = ['index.html', ...readdirSync(`${dist}assets`).map((file) => `assets/${file}`)]
      .filter((file) => /\.(html|css)$/.test(file))
      .map(read)
      .join('\n');
    expect(text.match(loads)).toBeNull();
    expect(text).not.toContain('@font-face');
  });
});
