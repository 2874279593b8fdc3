import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fullJitter } from './backoff.ts';

const backoff = { base: 500, cap: 30_000 };

describe('fullJitter', () => {
  it('does not wait before the first try', () => {
    expect(fullJitter(0, backoff, () => 1)).toBe(0);
  });

  it('doubles its bound with each failure, up to the cap', () => {
    const bounds = [1, 2, 3, 6, 7, 8, 1_000].map((failures) => fullJitter(failures, backoff, () => 1));
    expect(bounds).toEqual([500, 1_000, 2_000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('spreads over the whole span below the bound', () => {
    expect(fullJitter(3, backoff, () => 0)).toBe(0);
    expect(fullJitter(3, backoff, () => 0.25)).toBe(500);
  });

  it('never leaves its bounds', () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (failures, chance) => {
        const wait = fullJitter(failures, backoff, () => chance);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(backoff.cap);
      }),
    );
  });
});
