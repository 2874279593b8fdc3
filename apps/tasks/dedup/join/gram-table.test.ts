import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GramTable } from './gram-table.ts';

it('gives every gram one number, and no other gram the same', () => {
  const point = fc.oneof(fc.integer({ min: 1, max: 0x10_ffff }), fc.integer({ min: 0x4e00, max: 0x4e40 }));
  fc.assert(
    fc.property(fc.array(fc.tuple(point, point, point), { maxLength: 300 }), (grams) => {
      const table = new GramTable(4);
      const numbers = new Map(grams.map((gram) => [gram.join(), table.numberOf(...gram)]));
      expect(table.size).toBe(numbers.size);
      expect(new Set(numbers.values()).size).toBe(numbers.size);
      for (const gram of grams) expect(table.numberOf(...gram)).toBe(numbers.get(gram.join()));
    }),
    { seed: 3, numRuns: 200 },
  );
});

it('tells short texts from grams', () => {
  const table = new GramTable();
  expect([table.numberOf(97), table.numberOf(97, 97), table.numberOf(97, 97, 97)]).toEqual([0, 1, 2]);
});
