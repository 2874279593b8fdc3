/** A query of the address bar: each name once or, when somebody wrote it by hand, several times. */
export type Query = Readonly<Record<string, unknown>>;

/** A positive whole number as people write it: `#456`, `456`. */
export function whole(value: unknown): number | null {
  const found = /^\s*#?([1-9]\d{0,8})\s*$/.exec(first(value) ?? '')?.[1];
  return found === undefined ? null : Number(found);
}

/** A text, cut where the hub would not look any further; empty when there is none. */
export function text(value: unknown, longest: number): string {
  return (first(value) ?? '').trim().slice(0, longest);
}

/** One of the words that are known; null when it is none of them. */
export function choice<T extends string>(value: unknown, known: readonly T[]): T | null {
  const found = first(value);
  return known.find((one) => one === found) ?? null;
}

/** The query that says so; what is null or empty is left out. */
export function queryOf(fields: Readonly<Record<string, string | number | null>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) =>
      value === null || value === '' ? [] : [[name, String(value)]],
    ),
  );
}

/** Number of the last page of so many rows; a list without rows has one, too. */
export const lastPage = (total: number, size: number): number => Math.max(1, Math.ceil(total / size));

/** Number of a page as an address says it: the first one is not mentioned. */
export const pageOf = (page: number): number | null => (page > 1 ? page : null);

function first(value: unknown): string | null {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return typeof one === 'string' ? one : null;
}
