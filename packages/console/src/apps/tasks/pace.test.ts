import { expect, it } from 'vitest';
import { marked, paceOf, type Mark } from './pace.ts';

const seen = (...marks: [number, number][]): readonly Mark[] =>
  marks.reduce<readonly Mark[]>((all, [at, percentage]) => marked(all, { at, percentage }), []);

it('tells speed and time left from the last while', () => {
  expect(paceOf(seen([0, 10], [2_000, 20]), 1_000)).toEqual({ speed: 50, left: 16 });
  // What was slow a minute ago no longer counts.
  expect(paceOf(seen([0, 0], [60_000, 10], [70_000, 20]), 1_000)).toEqual({ speed: 10, left: 80 });
});

it('says nothing before it has seen enough, or while nothing moves', () => {
  expect(paceOf([], 1_000)).toBeNull();
  expect(paceOf(seen([0, 10], [500, 20]), 1_000)).toBeNull();
  expect(paceOf(seen([0, 10], [5_000, 10]), 1_000)).toBeNull();
});

it('begins anew with a task that was started anew', () => {
  expect(seen([0, 60], [5_000, 2])).toEqual([{ at: 5_000, percentage: 2 }]);
});
