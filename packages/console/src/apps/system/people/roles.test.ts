import { expect, it } from 'vitest';
import { newPassword, rolesToGive } from './roles.ts';

it('lets only an owner make owners', () => {
  expect(rolesToGive(['owner'])).toEqual(['owner', 'admin', 'operator', 'viewer']);
  expect(rolesToGive(['admin'])).toEqual(['admin', 'operator', 'viewer']);
});

it('makes passwords that the hub takes, of letters that one can read out', () => {
  const password = newPassword((bytes) => bytes.map((_, index) => index * 13));
  expect(password).toMatch(/^[a-km-np-z2-9]{20}$/);
  expect(new Set(password).size).toBeGreaterThan(4);
});
