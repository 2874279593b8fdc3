import type { ConnectionRow } from '@posthouse/protocol';
import { describe, expect, it } from 'vitest';
import { connectionsQuery, passes, readFilter, sorted, writeFilter } from './filter.ts';

const row = (id: string, about: Partial<ConnectionRow> = {}): ConnectionRow => ({
  id,
  endpoint: 'native',
  transport: 'ws',
  address: '127.0.0.1',
  who: 'local',
  name: null,
  roles: ['local'],
  anonymous: false,
  since: '2025-07-14T02:30:00.000Z',
  state: 'open',
  rtt: null,
  queued: 0,
  received: 0,
  sent: 0,
  received_rate: null,
  sent_rate: null,
  rooms: 0,
  holds: [],
  ...about,
});

describe('the filter in the address bar', () => {
  it('is read as it was written', () => {
    const filter = { endpoint: 'print', q: '前台', sort: 'rate', page: 3 } as const;
    expect(readFilter(writeFilter(filter))).toEqual(filter);
    expect(writeFilter(readFilter({}))).toEqual({});
  });

  it('ignores what makes no sense', () => {
    expect(readFilter({ endpoint: '', q: 7, sort: 'size', page: '-2' })).toEqual({
      endpoint: null,
      q: '',
      sort: 'since',
      page: 1,
    });
  });

  it('asks the hub for the same', () => {
    expect(connectionsQuery(readFilter({ q: 'a b', sort: 'rtt' }), 50)).toBe('q=a+b&sort=rtt&page=1&size=50');
  });
});

describe('the connections that are shown', () => {
  it('are those of the endpoint that hold the text anywhere', () => {
    const held = row('p1-1', { endpoint: 'print', holds: ['papers print/printer/3'] });
    expect(passes(readFilter({ q: 'PRINTER/3' }), held)).toBe(true);
    expect(passes(readFilter({ q: 'printer/4' }), held)).toBe(false);
    expect(passes(readFilter({ endpoint: 'native' }), held)).toBe(false);
    expect(passes(readFilter({ q: 'P1-1', endpoint: 'print' }), held)).toBe(true);
  });

  it('stand in the order asked for, the newest first among equals', () => {
    const rows = [
      row('old', { queued: 5 }),
      row('new', { since: '2025-07-14T03:30:00.000Z', queued: 5 }),
      row('busy', { received_rate: 2, sent_rate: 9, rtt: 4 }),
    ];
    const ids = (sort: 'since' | 'rate' | 'queued' | 'rtt') => sorted(rows, sort).map(({ id }) => id);
    expect(ids('since')).toEqual(['new', 'old', 'busy']);
    expect(ids('queued')).toEqual(['new', 'old', 'busy']);
    expect(ids('rate')[0]).toBe('busy');
    expect(ids('rtt')[0]).toBe('busy');
  });
});
