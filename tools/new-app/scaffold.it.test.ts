import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { format } from 'prettier';
import { scaffold } from './scaffold.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const files = scaffold('parcels');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'posthouse-new-app-'));
  const app = join(folder, 'apps', 'parcels');
  mkdirSync(app, { recursive: true });
  for (const [path, text] of Object.entries(files)) writeFileSync(join(app, path), text);
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'), 'dir');
  const tsconfig = {
    extends: join(repository, 'tsconfig.base.json'),
    compilerOptions: { types: ['node'] },
    include: ['apps'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(program: string, ...args: readonly string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(repository, 'node_modules', program), ...args],
    { cwd: folder, encoding: 'utf8' },
  );
  return { status, output: stdout + stderr };
}

describe('a new app', () => {
  it('has the right types', () => {
    expect(run('@typescript/native/bin/tsc')).toEqual({ status: 0, output: '' });
  });

  it('passes the linter', () => {
    const { status, output } = run(
      'oxlint/bin/oxlint',
      '--config',
      join(repository, '.oxlintrc.json'),
      '--deny-warnings',
      'apps',
    );
    expect({ status, output }).toMatchObject({ status: 0 });
  });

  it.each(Object.entries(files).filter(([path]) => path.endsWith('.ts')))(
    '%s is formatted',
    async (path, text) => {
      expect(await format(text, { filepath: path, singleQuote: true, printWidth: 110 })).toBe(text);
    },
  );

  it('runs: its op and its rule agree', async () => {
    const app = join(folder, 'apps', 'parcels', 'app.ts');
    const script = `const { parcels } = await import(${JSON.stringify(app)}); console.log(parcels({ keepDays: 1 }).ops.map((op) => op.name).join())`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
    expect(stdout.trim()).toBe('parcels.note.write,parcels.note.read,parcels.note.close');
  });
});
