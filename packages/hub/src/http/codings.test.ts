import { expect, it } from 'vitest';
import { codingsOf } from './codings.ts';

it('takes what is named, the smallest first, whatever the order', () => {
  expect(codingsOf('gzip, deflate, br, zstd')).toEqual(['br', 'gzip']);
  expect(codingsOf('GZIP;q=0.5')).toEqual(['gzip']);
  expect(codingsOf('*')).toEqual(['br', 'gzip']);
});

it('takes nothing that is refused or not named', () => {
  for (const header of [
    undefined,
    '',
    'identity',
    'deflate',
    'br;q=0, gzip; q=0.0',
    'br;q=nonsense',
    ';;,;q=1',
  ]) {
    expect([header, codingsOf(header)]).toEqual([header, []]);
  }
  expect(codingsOf('br;q=0, *')).toEqual(['gzip']);
});
