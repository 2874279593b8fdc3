import type { ConnectionRow } from '@posthouse/protocol';
import { choice, pageOf, queryOf, text, whole, type Query } from '../../design/query.ts';

export const SORTS = ['since', 'rate', 'queued', 'rtt'] as const;
export type Sort = (typeof SORTS)[number];

/** Which connections are shown, and in which order; it lives in the address bar. */
export interface ConnectionFilter {
  readonly endpoint: string | null;
  readonly q: string;
  readonly sort: Sort;
  readonly page: number;
}

/** The hub looks for no more. */
const LONGEST = 100;

export function readFilter({ endpoint, q, sort, page }: Query): ConnectionFilter {
  return {
    endpoint: text(endpoint, LONGEST) || null,
    q: text(q, LONGEST),
    sort: choice(sort, SORTS) ?? 'since',
    page: whole(page) ?? 1,
  };
}

/** The address bar's part; what is at its default is left out. */
export function writeFilter({ endpoint, q, sort, page }: ConnectionFilter): Record<string, string> {
  return queryOf({ endpoint, q, sort: sort === 'since' ? null : sort, page: pageOf(page) });
}

/** The query of `GET /api/connections`, for when there are too many to follow. */
export function connectionsQuery(filter: ConnectionFilter, size: number): string {
  return new URLSearchParams({
    ...writeFilter(filter),
    page: String(filter.page),
    size: String(size),
  }).toString();
}

/** As the hub would find it. */
export function passes({ endpoint, q }: ConnectionFilter, row: ConnectionRow): boolean {
  if (endpoint !== null && row.endpoint !== endpoint) return false;
  const wanted = q.toLowerCase();
  return [row.id, row.address, row.endpoint, row.who, row.name ?? '', ...row.roles, ...row.holds].some(
    (text) => text.toLowerCase().includes(wanted),
  );
}

const WEIGHT: Readonly<Record<Sort, (row: ConnectionRow) => number>> = {
  since: (row) => Date.parse(row.since),
  rate: (row) => (row.received_rate ?? 0) + (row.sent_rate ?? 0),
  queued: (row) => row.queued,
  rtt: (row) => row.rtt ?? -1,
};

/** The largest first; the newest first among equals. */
export function sorted(rows: readonly ConnectionRow[], sort: Sort): readonly ConnectionRow[] {
  const weight = WEIGHT[sort];
  return rows.toSorted(
    (one, other) => weight(other) - weight(one) || WEIGHT.since(other) - WEIGHT.since(one),
  );
}
