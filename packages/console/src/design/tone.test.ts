import { expect, it } from 'vitest';
import { worstTone } from './tone.ts';

it('lets the worst colour speak for several', () => {
  expect(worstTone(['good', 'asks', 'waits'])).toBe('asks');
  expect(worstTone(['asks', 'bad'])).toBe('bad');
  expect(worstTone([])).toBe('off');
});
