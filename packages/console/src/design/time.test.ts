import { expect, it } from 'vitest';
import { agoOf } from './time.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const SECOND = 1_000;
const HOUR = 3_600_000;

it.each([
  [-60 * SECOND, 'soon', 0],
  // Another machine's clock, a little ahead.
  [-3 * SECOND, 'now', 0],
  [9 * SECOND, 'now', 0],
  [59 * SECOND, 'seconds', 59],
  [60 * SECOND, 'minutes', 1],
  [59.9 * 60 * SECOND, 'minutes', 59],
  [HOUR, 'hours', 1],
  [23.9 * HOUR, 'hours', 23],
  [24 * HOUR, 'yesterday', 1],
  [48 * HOUR, 'days', 2],
])('%d ms ago is said as %s', (passed, word, n) => {
  expect(agoOf(now - passed, now)).toEqual({ word, n });
});
