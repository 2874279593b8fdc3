import { expect, it } from 'vitest';
import type { Door, SystemReport } from './answers.ts';
import { concernsOf } from './concerns.ts';

const storage = { folder: '/data', files: [], bytes: 0, free: 80e9, capacity: 100e9, backup: null };
const well: Pick<SystemReport, 'store' | 'storage' | 'doors' | 'notes'> = {
  store: { state: 'open' },
  storage,
  doors: [],
  notes: [],
};

it('has nothing to say when all is well', () => {
  expect(concernsOf(well)).toEqual([]);
});

it('puts a store that takes no writes before all else', () => {
  const doors = [
    { name: 'print', port: 8765, state: 'taken' } as Door,
    { name: 'main', state: 'open' } as Door,
  ];
  const found = concernsOf({
    ...well,
    doors,
    store: { state: 'refusing', cause: 'KERNEL_STORE_UNAVAILABLE' },
    storage: { ...storage, free: 12_345_678 },
  }).toSorted((one, other) => one.rank - other.rank);
  expect(found.map(({ word, named }) => [word, named])).toEqual([
    ['store', { code: 'KERNEL_STORE_UNAVAILABLE' }],
    ['port', { name: 'print', port: '8765' }],
    ['disk', { mb: '12' }],
  ]);
});

it("passes on the hub's own notes, each with its weight", () => {
  const text = { zh: '无', en: 'none' };
  const notes = [
    { level: 'red', text },
    { level: 'yellow', text },
  ] as const;
  expect(concernsOf({ ...well, notes }).map(({ tone, rank }) => [tone, rank])).toEqual([
    ['bad', 25],
    ['waits', 62],
  ]);
});
