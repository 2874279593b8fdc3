import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { anchorsOf, bones, linksOf } from './links.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const pages = globSync('**/*.md', { cwd: root, exclude: ['**/node_modules/**', '**/dist/**'] });
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** What is wrong with a page's links. */
function faultsOf(page: string, text: string): readonly string[] {
  return linksOf(text).flatMap((link) => {
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? page : join(dirname(page), decodeURIComponent(path));
    if (!existsSync(join(root, target))) return [`${link}: no such file`];
    if (anchor === undefined) return [];
    const known = anchorsOf(target === page ? text : read(target));
    return known.has(decodeURIComponent(anchor)) ? [] : [`${link}: no such heading`];
  });
}

/** The pages that one reaches from a page by links; of a folder that is linked, all that lie in it. */
function reachedFrom(start: string): ReadonlySet<string> {
  const reached = new Set([start]);
  for (const page of reached) {
    for (const link of linksOf(read(page))) {
      const target = join(dirname(page), link.replace(/#.*/, ''));
      for (const next of pages) {
        if (next === target || `${dirname(next)}/` === target) reached.add(next);
      }
    }
  }
  return reached;
}

describe('the pages of the project', () => {
  it.each(pages)('%s links to what is there', (page) => {
    expect(faultsOf(page, read(page))).toEqual([]);
  });

  it('are all found from the README', () => {
    const found = reachedFrom('README.md');
    expect(pages.filter((page) => !found.has(page))).toEqual([]);
  });

  it.each(pages.filter((page) => page.endsWith('.zh-CN.md')))(
    '%s has the bones of the English page',
    (page) => {
      expect(bones(read(page))).toEqual(bones(read(page.replace('.zh-CN', ''))));
    },
  );
});

describe('the look at links', () => {
  it('finds a file, a heading and a picture that are not there', () => {
    const text = '# One\n\n[a](nowhere.md), [b](#two), [c](README.md#no-such), ![d](no.png), [e](#one)\n';
    expect(faultsOf('README.md', text)).toEqual([
      'nowhere.md: no such file',
      '#two: no such heading',
      'README.md#no-such: no such heading',
      'no.png: no such file',
    ]);
  });

  it('leaves examples and other houses alone', () => {
    expect(linksOf('`[a](b)` [c](https://d.example) [e](f)\n\n```md\n[g](h)\n```\n')).toEqual(['f']);
  });

  it('knows the anchors that GitHub makes', () => {
    const text = '# A `b` & c\n\n```sh\n# no heading\n```\n\n## 备份与恢复\n\n## Same\n\n## Same\n';
    expect([...anchorsOf(text)]).toEqual(['a-b--c', '备份与恢复', 'same', 'same-1']);
  });

  it('sees a command, a heading and a link that one language lacks', () => {
    const one = '# T\n\n```sh\nnpm start # go\n```\n\n[x](docs/A.md)\n';
    expect(bones(one)).toEqual(bones('# 题\n\n```sh\nnpm start   # 走\n```\n\n[乙](docs/A.zh-CN.md)\n'));
    for (const other of [
      one.replace('start', 'test'),
      one.replace('# T', '## T'),
      one.replace('A.md', 'B.md'),
    ]) {
      expect(bones(other)).not.toEqual(bones(one));
    }
  });
});
