import { expect, it } from 'vitest';
import { Outsiders } from './outsiders.ts';

it('counts who is outside by address and in all, and says which is too many', () => {
  const outsiders = new Outsiders({ perAddress: 2, connections: 3 });
  outsiders.add('10.0.0.1');
  outsiders.add('10.0.0.1');
  expect(outsiders.refusalFor('10.0.0.1')).toMatch(/from this address/);
  expect(outsiders.refusalFor('10.0.0.2')).toBeNull();
  outsiders.add('10.0.0.2');
  expect(outsiders.refusalFor('10.0.0.3')).toMatch(/as many connections as it takes/);
  outsiders.delete('10.0.0.1');
  expect(outsiders.refusalFor('10.0.0.1')).toBeNull();
});
