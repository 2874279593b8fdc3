import { pageOf, queryOf, text, whole, type Query } from '../../../design/query.ts';

/** What of the bank is shown; it lives in the address bar. */
export interface Sought {
  readonly keyword: string;
  /** A type's number; null: any. */
  readonly type: string | null;
  readonly deleted: boolean;
  readonly page: number;
}

const LONGEST = 200;

export function readSought({ keyword, type, deleted, page }: Query): Sought {
  const kind = text(type, 3);
  return {
    keyword: text(keyword, LONGEST),
    type: /^\d{1,2}$/.test(kind) ? kind : null,
    deleted: deleted === '1',
    page: whole(page) ?? 1,
  };
}

/** The address bar's part of it; what is at its default is left out. */
export function writeSought({ keyword, type, deleted, page }: Sought): Record<string, string> {
  return queryOf({ keyword, type, deleted: deleted ? 1 : null, page: pageOf(page) });
}

/** The query of `GET /api/questions`. */
export function questionsQuery({ keyword, type, deleted, page }: Sought, size: number): string {
  const query = { type: type ?? 'all', page, page_size: size, keyword, deleted: deleted ? 'true' : null };
  return new URLSearchParams(queryOf(query)).toString();
}
