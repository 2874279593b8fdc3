import { expect, it } from 'vitest';
import { readAddress, writeAddress } from './results-address.ts';

it('goes to the address bar and back, without what is at its default', () => {
  const query = { tab: 'variants', page: '2', open: '17' };
  expect(writeAddress(readAddress(query))).toEqual(query);
  expect(writeAddress(readAddress({ tab: 'nonsense', page: '-2', open: 'x' }))).toEqual({});
});
