import { choice, pageOf, queryOf, whole, type Query } from '../../../design/query.ts';

export const TABS = ['clusters', 'exact', 'similar', 'variants', 'keeps'] as const;
export type Tab = (typeof TABS)[number];

/** What of a task's findings is shown; it lives in the address bar. */
export interface ResultsAddress {
  readonly tab: Tab;
  readonly page: number;
  /** Id of the set or pair beside the list. */
  readonly open: number | null;
}

export function readAddress({ tab, page, open }: Query): ResultsAddress {
  return { tab: choice(tab, TABS) ?? 'clusters', page: whole(page) ?? 1, open: whole(open) };
}

export function writeAddress({ tab, page, open }: ResultsAddress): Record<string, string> {
  return queryOf({ tab: tab === 'clusters' ? null : tab, page: pageOf(page), open });
}
