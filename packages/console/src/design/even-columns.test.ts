import { expect, it } from 'vitest';
import { columnsByRoom, evenColumns } from './even-columns.ts';

it('leaves no tile alone in a row that another arrangement would fill', () => {
  const six = [2, 3, 4, 5, 6, 7].map((room) => evenColumns(6, room));
  expect(six).toEqual([2, 3, 3, 3, 6, 6]);
  const seven = [2, 3, 4, 5, 6, 7].map((room) => evenColumns(7, room));
  expect(seven).toEqual([2, 3, 4, 4, 4, 7]);
  expect([0, 1, 2].map((count) => evenColumns(count, 5))).toEqual([1, 1, 2]);
});

it('says it for every room that a style may meet', () => {
  expect(columnsByRoom(6)).toEqual({
    '--room-2': 2,
    '--room-3': 3,
    '--room-4': 3,
    '--room-5': 3,
    '--room-6': 6,
    '--room-7': 6,
  });
});
