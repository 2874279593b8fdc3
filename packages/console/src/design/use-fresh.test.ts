import { expect, it } from 'vitest';
import { changedKeys } from './use-fresh.ts';

const rows = (...pairs: [string, string][]) => new Map(pairs);

it('marks what is new and what changed', () => {
  const before = rows(['1', 'waiting'], ['2', 'done']);
  expect(changedKeys(before, rows(['3', 'waiting'], ['1', 'done'], ['2', 'done']))).toEqual(['3', '1']);
});

it('marks nothing when the rows are other rows: the first ones, another filter, another page', () => {
  expect(changedKeys(rows(), rows(['1', 'a']))).toEqual([]);
  expect(changedKeys(rows(['1', 'a']), rows(['7', 'a'], ['8', 'a']))).toEqual([]);
});
