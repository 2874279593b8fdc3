import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConsoleFiles } from './console-files.ts';

describe('the files of the console', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'posthouse-console-'));
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'secret.js'), 'outside');
    for (const name of ['app-12345678.js', 'app-12345678.js.br', 'app-12345678.js.gz', 'theme.js']) {
      writeFileSync(join(folder, 'assets', name), name);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const asked = async (name: string, ...codings: ('br' | 'gzip')[]) => {
    const file = await createConsoleFiles(folder).asset(name, codings);
    return file && { ...file, body: file.body.toString() };
  };

  it('come in the first coding that the caller takes and the build made', async () => {
    const type = 'text/javascript; charset=utf-8';
    const app = { type, lasting: true };
    expect(await asked('app-12345678.js')).toEqual({ ...app, body: 'app-12345678.js' });
    expect(await asked('app-12345678.js', 'br', 'gzip')).toEqual({
      ...app,
      coding: 'br',
      body: 'app-12345678.js.br',
    });
    expect(await asked('app-12345678.js', 'gzip')).toEqual({
      ...app,
      coding: 'gzip',
      body: 'app-12345678.js.gz',
    });
    expect(await asked('theme.js', 'br')).toEqual({ type, lasting: false, body: 'theme.js' });
  });

  it('are the ones of their folder alone, by their plain names', async () => {
    for (const name of ['../secret.js', 'app-12345678.js.br', '.js', 'nothing.js', 'app-12345678.js/..']) {
      expect([name, await asked(name, 'br')]).toEqual([name, null]);
    }
  });
});
