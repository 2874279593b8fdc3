import { whole, type Query } from '../../print/job-filter.ts';

/** How far back, as the address bar says it; null: everything that is kept. */
export const AGES = ['1h', '24h', '7d'] as const;
export type Age = (typeof AGES)[number];

const LENGTH: Readonly<Record<Age, number>> = { '1h': 3_600_000, '24h': 86_400_000, '7d': 604_800_000 };

export interface AuditFilter {
  readonly who: string;
  readonly action: string;
  readonly address: string;
  readonly age: Age | null;
  readonly page: number;
}

/** The hub takes no longer ones. */
const LONGEST = 100;
const line = (value: unknown): string => (typeof value === 'string' ? value.trim().slice(0, LONGEST) : '');

export function readAuditFilter(query: Query): AuditFilter {
  return {
    who: line(query['who']),
    action: line(query['action']),
    address: line(query['address']).slice(0, 60),
    age: AGES.find((known) => known === query['age']) ?? null,
    page: whole(query['page']) ?? 1,
  };
}

export function writeAuditFilter({ who, action, address, age, page }: AuditFilter): Record<string, string> {
  return {
    ...(who !== '' && { who }),
    ...(action !== '' && { action }),
    ...(address !== '' && { address }),
    ...(age !== null && { age }),
    ...(page > 1 && { page: String(page) }),
  };
}

/** The query of `GET /api/audit`; `now` in milliseconds. */
export function auditQuery(filter: AuditFilter, size: number, now: number): string {
  const { age, page, ...texts } = filter;
  const query = new URLSearchParams(writeAuditFilter({ ...texts, age: null, page: 1 }));
  if (age !== null) query.set('since', new Date(now - LENGTH[age]).toISOString());
  query.set('page', String(page));
  query.set('size', String(size));
  return query.toString();
}
