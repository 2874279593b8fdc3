import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Shelf } from './shelf.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'posthouse-shelf-'));
});
afterEach(() => rmSync(data, { recursive: true }));

const MOMENT = Date.UTC(2025, 6, 14, 2, 30, 5, 7);

it('is empty before the first backup', () => {
  expect(new Shelf(data).list()).toEqual([]);
});

it('names backups by their moment, keeps the newest, and leaves alone what is not its own', () => {
  const shelf = new Shelf(data);
  for (const day of [0, 1, 2]) {
    const file = shelf.place(MOMENT + day * 86_400_000);
    writeFileSync(file, 'x');
    writeFileSync(`${file}.sha256`, 'y');
  }
  writeFileSync(join(shelf.folder, 'mine.db'), 'z');
  expect(shelf.list().map(({ name, at, bytes }) => [name, at - MOMENT, bytes])).toEqual([
    ['posthouse-2025-07-16T02-30-05-007Z.db', 172_800_000, 1],
    ['posthouse-2025-07-15T02-30-05-007Z.db', 86_400_000, 1],
    ['posthouse-2025-07-14T02-30-05-007Z.db', 0, 1],
  ]);
  shelf.prune(1, shelf.list()[0]!.file);
  expect(readdirSync(shelf.folder).sort()).toEqual([
    'mine.db',
    'posthouse-2025-07-16T02-30-05-007Z.db',
    'posthouse-2025-07-16T02-30-05-007Z.db.sha256',
  ]);
});

it('keeps what was just made, also when the clock was set back', () => {
  const shelf = new Shelf(data);
  const lay = (at: number) => {
    const file = shelf.place(at);
    writeFileSync(file, 'x');
    return file;
  };
  for (const day of [1, 2]) lay(MOMENT + day * 86_400_000);
  const made = lay(MOMENT);
  shelf.prune(2, made);
  expect(shelf.list().map(({ at }) => at - MOMENT)).toEqual([172_800_000, 0]);
});

it('is rid of what a killed process left unfinished, before the next is made', () => {
  const shelf = new Shelf(data);
  const file = shelf.place(MOMENT);
  for (const left of [`${file}.part`, `${file}.sha256`, join(shelf.folder, 'mine.part')])
    writeFileSync(left, 'x');
  shelf.place(MOMENT + 1);
  expect(readdirSync(shelf.folder)).toEqual(['mine.part']);
});
