import { whole, type Query } from '../../print/job-filter.ts';

export const TABS = ['clusters', 'exact', 'similar', 'variants', 'keeps'] as const;
export type Tab = (typeof TABS)[number];

/** What of a task's findings is shown; it lives in the address bar. */
export interface ResultsAddress {
  readonly tab: Tab;
  readonly page: number;
  /** Id of the set or pair beside the list. */
  readonly open: number | null;
}

export function readAddress(query: Query): ResultsAddress {
  return {
    tab: TABS.find((tab) => tab === query['tab']) ?? 'clusters',
    page: whole(query['page']) ?? 1,
    open: whole(query['open']),
  };
}

export function writeAddress({ tab, page, open }: ResultsAddress): Record<string, string> {
  return {
    ...(tab !== 'clusters' && { tab }),
    ...(page > 1 && { page: String(page) }),
    ...(open !== null && { open: String(open) }),
  };
}
