import { expect, it } from 'vitest';
import { short } from '../../../design/amounts.ts';
import { valueAt } from './charts.ts';

it('says the value under the crosshair, else the newest that is known', () => {
  const values = [1, null, 3, null];
  expect([0, 1, null].map((index) => valueAt(values, index, short))).toEqual(['1', null, '3']);
  expect(valueAt([], null, short)).toBeNull();
  expect(valueAt([], 4, short)).toBeNull();
});
