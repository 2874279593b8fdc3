import { expect, it } from 'vitest';
import { percentile } from './percentile.ts';

it.each([
  [[3, 1, 2], 0.5, 2],
  [Array.from({ length: 100 }, (_, index) => index + 1), 0.99, 99],
  [[7], 0.99, 7],
  [[], 0.99, NaN],
])('of %o at %d is %d', (values, share, expected) => {
  expect(percentile(values, share)).toBe(expected);
});
