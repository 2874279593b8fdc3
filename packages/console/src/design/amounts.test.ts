import { expect, it } from 'vitest';
import { bytesText, millisecondsText, spanOf } from './amounts.ts';

it('says bytes in the unit that fits', () => {
  expect([0, 512, 999, 1_000, 1_240, 9_960, 999_600, 83_648_888_832].map(bytesText)).toEqual([
    '0 B',
    '512 B',
    '999 B',
    '1 kB',
    '1.2 kB',
    '10 kB',
    '1 MB',
    '84 GB',
  ]);
});

it('says milliseconds as finely as it matters', () => {
  expect([0.4, 3, 12.4, 250, 1_500].map(millisecondsText)).toEqual([
    '0.4 ms',
    '3 ms',
    '12 ms',
    '250 ms',
    '1.5 s',
  ]);
});

it('says how long in the two largest units', () => {
  expect([5.9, 65, 7_260, 100_000].map(spanOf)).toEqual([
    { word: 'seconds', n: 5, m: 0 },
    { word: 'minutes', n: 1, m: 5 },
    { word: 'hours', n: 2, m: 1 },
    { word: 'days', n: 1, m: 3 },
  ]);
});
