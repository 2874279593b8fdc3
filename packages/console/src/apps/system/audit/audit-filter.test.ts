import { expect, it } from 'vitest';
import { auditQuery, readAuditFilter, writeAuditFilter } from './audit-filter.ts';

const NOW = Date.parse('2025-07-14T10:00:00.000Z');

it('is read as it was written', () => {
  const filter = { who: 'boss', action: 'create_key', address: '10.0.0.9', age: '24h', page: 2 } as const;
  expect(readAuditFilter(writeAuditFilter(filter))).toEqual(filter);
  expect(writeAuditFilter(readAuditFilter({ age: 'ever', page: 'x', who: 3 }))).toEqual({});
});

it('asks the hub for what is not older', () => {
  const query = auditQuery(readAuditFilter({ who: 'a&b', age: '1h', page: '3' }), 50, NOW);
  expect(query).toBe('who=a%26b&page=3&since=2025-07-14T09%3A00%3A00.000Z&size=50');
});
