import { kind, type Ms, type Option } from '@posthouse/kernel';
import type { Setting } from './resolve.ts';

/** A value as it may be seen: of a secret only how many there are. */
export function shownValue({ option, value }: Pick<Setting, 'option' | 'value'>): string {
  if (!option.secret) return written(option, value);
  const count = Array.isArray(value) ? value.length : value === '' ? 0 : 1;
  return count === 0 ? '' : `•••• (${count})`;
}

/** A value as one would write it: a bare number would be read as seconds where the value is in milliseconds. */
function written(option: Option<unknown>, value: unknown): string {
  if (Array.isArray(value)) return value.join(',');
  const span = spanOf({ option, value });
  return span === null ? String(value) : kind.spanText(span);
}

/** Milliseconds of a value that is a span of time; null of any other. */
export function spanOf({ option, value }: Pick<Setting, 'option' | 'value'>): Ms | null {
  return typeof value === 'number' && 'ok' in option.parse(`${value}ms`) ? value : null;
}
