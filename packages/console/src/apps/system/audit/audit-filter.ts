import { choice, pageOf, queryOf, text, whole, type Query } from '../../../design/query.ts';

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
const LONGEST = { name: 100, address: 60 };

export function readAuditFilter({ who, action, address, age, page }: Query): AuditFilter {
  return {
    who: text(who, LONGEST.name),
    action: text(action, LONGEST.name),
    address: text(address, LONGEST.address),
    age: choice(age, AGES),
    page: whole(page) ?? 1,
  };
}

export function writeAuditFilter({ page, ...filter }: AuditFilter): Record<string, string> {
  return queryOf({ ...filter, page: pageOf(page) });
}

/** The query of `GET /api/audit`; `now` in milliseconds. */
export function auditQuery({ age, ...filter }: AuditFilter, size: number, now: number): string {
  const since = age === null ? null : new Date(now - LENGTH[age]).toISOString();
  return new URLSearchParams(queryOf({ ...filter, since, size })).toString();
}
