import type { Setting } from './resolve.ts';

/** A value as it may be seen: of a secret only how many there are. */
export function shownValue({ option, value }: Setting): string {
  if (!option.secret) return Array.isArray(value) ? value.join(',') : String(value);
  const count = Array.isArray(value) ? value.length : value === '' ? 0 : 1;
  return count === 0 ? '' : `•••• (${count})`;
}
