import { expect, it } from 'vitest';
import { maskPhone } from './mask-phone.ts';

it.each([
  ['13812345678', '138****5678'],
  ['+8613812345678', '+86*******5678'],
  ['85112345', '******45'],
  ['110', '**0'],
  ['1', '*'],
  ['', ''],
])('%s: %s', (phone, masked) => {
  expect(maskPhone(phone)).toBe(masked);
});
