import { expect, it } from 'vitest';
import { groupSizes } from './bank.ts';

it.each([1, 10, 1_000, 10_000, 85_000, 100_000])(
  '%i questions fall into groups like a real bank',
  (count) => {
    const sizes = groupSizes(count);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(count);
    expect(Math.min(...sizes)).toBeGreaterThan(0);
  },
);

it('has the real bank at its size', () => {
  const sizes = groupSizes(85_000);
  expect(sizes).toHaveLength(537);
  expect(sizes[0]).toBe(1_160);
});
