import * as Type from 'typebox';

/** Of every list of this dialect; read leniently, as its clients send anything (contract §4). */
export const PageQuery = {
  page: Type.Optional(Type.String({ description: 'from 1; what is no number is 1' })),
  page_size: Type.Optional(Type.String({ description: '1 to 100, more is 100; what is no number is 20' })),
};

export interface Page {
  readonly page: number;
  readonly page_size: number;
}

const SIZE = 20;
const LARGEST = 100;
/** More rows than any table has; keeps the offset a safe number. */
const FARTHEST = 1_000_000_000_000;

/** Which page is meant. More than 100 are clamped, not taken for 20 as of old (fault 16). */
export function pageOf({ page, page_size }: { page?: string; page_size?: string }): Page {
  const size = wholeOf(page_size) ?? SIZE;
  return {
    page: Math.max(wholeOf(page) ?? 1, 1),
    page_size: size < 1 ? SIZE : Math.min(size, LARGEST),
  };
}

/** Rows before the page. */
export const offsetOf = ({ page, page_size }: Page): number => Math.min((page - 1) * page_size, FARTHEST);

/** What a list says about its pages. */
export function paginated<T>(list: readonly T[], { page, page_size }: Page, total: number) {
  const total_pages = Math.ceil(total / page_size);
  return { list, pagination: { page, page_size, total, total_pages } };
}

/** A whole number as a client writes it; null for anything else. */
export function wholeOf(text: string | undefined): number | null {
  const trimmed = text?.trim() ?? '';
  return /^[+-]?\d{1,15}$/.test(trimmed) ? Number(trimmed) : null;
}
