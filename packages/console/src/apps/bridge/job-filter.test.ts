import { expect, it } from 'vitest';
import { jobsQuery, passes, readFilter, writeFilter } from './job-filter.ts';

it('goes to the address bar and back, without what is at its default', () => {
  const query = { state: 'uncertain', station: '前台 1', page: '3' };
  expect(writeFilter(readFilter(query))).toEqual(query);
  expect(writeFilter(readFilter({ state: 'nonsense', station: '', page: '-1', open: '7' }))).toEqual({});
  expect(readFilter({ station: ['a', 'b'], page: 'x' })).toEqual({ state: null, station: null, page: 1 });
});

it('asks the hub for a page, and knows whether a job belongs to it', () => {
  const filter = readFilter({ state: 'waiting', station: 'A&B' });
  expect(jobsQuery(filter, 25)).toBe('page=1&size=25&state=waiting&clientId=A%26B');
  expect(passes(filter, { state: 'waiting', clientId: 'A&B' })).toBe(true);
  expect(passes(filter, { state: 'sent', clientId: 'A&B' })).toBe(false);
  expect(passes(filter, { state: 'waiting', clientId: 'C' })).toBe(false);
});
