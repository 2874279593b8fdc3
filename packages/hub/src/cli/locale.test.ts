import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localeFor } from './locale.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'posthouse-locale-'));
  writeFileSync(join(folder, 'chinese.yaml'), 'lang: zh\n');
  writeFileSync(join(folder, 'broken.yaml'), 'lang: [');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the language of the command line', () => {
  it.each([
    ['a flag', ['--lang', 'zh'], { POSTHOUSE_LANG: 'en' }],
    ['a flag in one word', ['--lang=zh'], { POSTHOUSE_LANG: 'en' }],
    ['the variable', [], { POSTHOUSE_LANG: 'zh', LANG: 'en_GB.UTF-8' }],
    ['the configuration file', ['--config', 'chinese.yaml'], { LANG: 'en_GB.UTF-8' }],
    ['LC_ALL before LANG', [], { LC_ALL: 'zh_CN.UTF-8', LANG: 'en_GB.UTF-8' }],
    ['LANG where LC_ALL is empty', [], { LC_ALL: '', LANG: 'zh_CN.UTF-8' }],
  ])('is Chinese by %s', (_, args, env) => {
    expect(localeFor(args, env, folder)).toBe('zh');
  });

  it.each([
    ['nobody says anything', [], {}],
    ['the language is another', ['--lang', 'fr'], { LANG: 'fr_FR.UTF-8' }],
    ['the flag has lost its value', ['--lang'], {}],
    ['the configuration file cannot be read', ['--config', 'broken.yaml'], {}],
  ])('is English when %s', (_, args, env) => {
    expect(localeFor(args, env, folder)).toBe('en');
  });
});
