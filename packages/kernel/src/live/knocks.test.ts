import { expect, it } from 'vitest';
import { Knocks } from './knocks.ts';

it('tells an address twenty times at once and ten times a second why it is refused', () => {
  const knocks = new Knocks();
  expect(knocks.goesOn('10.0.0.9', 0)).toBe(false);
  for (let count = 0; count < 20; count++) {
    expect(knocks.goesOn('10.0.0.9', 0)).toBe(false);
    knocks.refused('10.0.0.9', 0);
  }
  expect(knocks.goesOn('10.0.0.9', 0)).toBe(true);
  expect(knocks.goesOn('10.0.0.1', 0)).toBe(false);
  expect(knocks.goesOn('10.0.0.9', 99)).toBe(true);
  expect(knocks.goesOn('10.0.0.9', 100)).toBe(false);
});

it('remembers a thousand addresses, those refused last', () => {
  const knocks = new Knocks();
  for (let count = 0; count < 30; count++) knocks.refused('10.0.0.9', 0);
  for (let index = 0; index < 1_023; index++) knocks.refused(`10.1.${index >> 8}.${index & 255}`, 0);
  expect(knocks.size).toBe(1_024);
  expect(knocks.goesOn('10.0.0.9', 0)).toBe(true);
  knocks.refused('10.2.0.1', 0);
  expect(knocks.size).toBe(1_024);
  expect(knocks.goesOn('10.0.0.9', 0)).toBe(false);
});
