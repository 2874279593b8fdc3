import { expect, it } from 'vitest';
import { foldRadicals } from './radicals.ts';

it('knows every radical that NFKC leaves alone', () => {
  for (let point = 0x2e81; point <= 0x2ef3; point++) {
    const radical = String.fromCodePoint(point);
    // U+2E9A is not assigned.
    if (point === 0x2e9a || radical.normalize('NFKC') !== radical) continue;
    const folded = foldRadicals(radical);
    expect(folded).toMatch(/^\p{Unified_Ideograph}$/u);
    expect(foldRadicals(folded)).toBe(folded);
  }
});

it('leaves characters alone', () => {
  expect(foldRadicals('车辆 abc')).toBe('车辆 abc');
});
