import { expect, it } from 'vitest';
import { mannersOf } from './manners.ts';

it('greets where one must, and answers where one is asked', () => {
  expect(mannersOf('native').greeting).toBe('hello');
  expect(mannersOf('print').answer('ping')).toEqual({ type: 'pong' });
  expect(mannersOf('print').answer('new_order')).toBeNull();
  expect(mannersOf('tasks')).toMatchObject({ greeting: null });
});
