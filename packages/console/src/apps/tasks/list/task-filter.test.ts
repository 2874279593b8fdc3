import { expect, it } from 'vitest';
import { readTaskFilter, tasksQuery, writeTaskFilter } from './task-filter.ts';

it('is what the address says, and says it again', () => {
  const filter = readTaskFilter({ status: 'running', name: ' 期中 ', page: '3' });
  expect(filter).toEqual({ status: 'running', name: '期中', page: 3 });
  expect(readTaskFilter(writeTaskFilter(filter))).toEqual(filter);
});

it('leaves out what makes no sense, and what is at its default', () => {
  const filter = readTaskFilter({ status: 'flying', name: ['x'.repeat(300)], page: '-1' });
  expect(filter).toEqual({ status: null, name: 'x'.repeat(200), page: 1 });
  expect(writeTaskFilter({ status: null, name: '', page: 1 })).toEqual({});
});

it('asks the hub in its own words', () => {
  expect(tasksQuery({ status: null, name: '期中', page: 2 }, 20)).toBe(
    'task_name=%E6%9C%9F%E4%B8%AD&page=2&page_size=20',
  );
});
