import { describe, expect, it } from 'vitest';
import { jobsQuery, passes, readFilter, writeFilter } from './job-filter.ts';

describe('the filter in the address bar', () => {
  it('is read as it was written', () => {
    const filter = { status: 'uncertain', printer: 3, order: 456, page: 2 } as const;
    expect(readFilter(writeFilter(filter))).toEqual(filter);
    expect(writeFilter(readFilter({}))).toEqual({});
  });

  it('ignores what makes no sense', () => {
    expect(readFilter({ status: 'burnt', printer: '-1', order: '1e9', page: '0' })).toEqual({
      status: null,
      printer: null,
      order: null,
      page: 1,
    });
    expect(readFilter({ status: ['failed', 'x'] }).status).toBe('failed');
  });

  it('asks the hub for the same', () => {
    const filter = readFilter({ status: 'failed', printer: '2' });
    expect(jobsQuery(filter, 50)).toBe('page=1&size=50&status=failed&printer_id=2');
  });

  it('tells whether a job that has changed is among them', () => {
    const job = { status: 'failed', printer_id: 2, order_id: null };
    expect(passes(readFilter({ status: 'failed' }), job)).toBe(true);
    expect(passes(readFilter({ status: 'failed', order: '1' }), job)).toBe(false);
  });
});
