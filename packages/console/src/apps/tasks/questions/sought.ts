import { whole, type Query } from '../../print/job-filter.ts';

/** What of the bank is shown; it lives in the address bar. */
export interface Sought {
  readonly keyword: string;
  /** `all`, or a type's number. */
  readonly type: string;
  readonly deleted: boolean;
  readonly page: number;
}

const LONGEST = 200;
const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, LONGEST) : '');

export function readSought(query: Query): Sought {
  const type = text(query['type']);
  return {
    keyword: text(query['keyword']),
    type: /^\d{1,2}$/.test(type) ? type : 'all',
    deleted: query['deleted'] === '1',
    page: whole(query['page']) ?? 1,
  };
}

/** The address bar's part of it; what is at its default is left out. */
export function writeSought({ keyword, type, deleted, page }: Sought): Record<string, string> {
  return {
    ...(keyword !== '' && { keyword }),
    ...(type !== 'all' && { type }),
    ...(deleted && { deleted: '1' }),
    ...(page > 1 && { page: String(page) }),
  };
}

/** The query of `GET /api/questions`. */
export function questionsQuery({ keyword, type, deleted, page }: Sought, size: number): string {
  return new URLSearchParams({
    type,
    page: String(page),
    page_size: String(size),
    ...(keyword !== '' && { keyword }),
    ...(deleted && { deleted: 'true' }),
  }).toString();
}
