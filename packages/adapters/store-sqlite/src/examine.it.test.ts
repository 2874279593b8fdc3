import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const CHILD = fileURLToPath(new URL('./testing/examine-child.ts', import.meta.url));

let place: string;
let folder: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'posthouse-examine-'));
  chmodSync(place, 0o755);
  folder = join(place, 'data');
  mkdirSync(folder);
  chmodSync(folder, 0o777);
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(place, { recursive: true });
});

const examined = () =>
  JSON.parse(execFileSync(process.execPath, [CHILD, folder], { encoding: 'utf8' })) as unknown;

// Windows has no such bits.
describe.runIf(process.platform !== 'win32')('data that this user has no right to', () => {
  it('are none while they are not there', () => {
    expect(examined()).toEqual({ is: 'absent' });
  });

  it.each(['core.db', 'core.db-shm', 'lock.db'])('are named: %s', (name) => {
    for (const one of ['core.db', name]) writeFileSync(join(folder, one), '');
    for (const [one, mode] of [
      ['core.db', 0o666],
      [name, 0],
    ] as const)
      chmodSync(join(folder, one), mode);
    expect(examined()).toEqual({ is: 'forbidden', file: join(folder, name) });
  });

  it('are not called absent where the folder itself cannot be read', () => {
    chmodSync(folder, 0);
    expect(examined()).toEqual({ is: 'forbidden', file: folder });
  });
});
