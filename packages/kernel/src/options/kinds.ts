import type { Text } from '@posthouse/protocol';
import type { Ms } from '../ports/base.ts';
import type { Option } from '../ports/options.ts';

export type Parsed<T> = ReturnType<Option<T>['parse']>;

const fault = (zh: string, en: string): { fault: Text } => ({ fault: { zh, en } });

/** A line of text; `pattern` says what it must look like and `like` shows an example of it. */
export function text(pattern?: RegExp, like = '') {
  return (raw: unknown): Parsed<string> => {
    if (typeof raw !== 'string') return fault('应为文字', 'must be a text');
    if (pattern && !pattern.test(raw)) return fault(`格式应如 ${like}`, `must look like ${like}`);
    return { ok: raw };
  };
}

/** A whole number from `min` to `max`. */
export function whole(min: number, max: number) {
  return (raw: unknown): Parsed<number> => {
    const value = typeof raw === 'string' && /^-?\d+$/.test(raw.trim()) ? Number(raw) : raw;
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) {
      return { ok: value };
    }
    return fault(`应为 ${min} 到 ${max} 的整数`, `must be a whole number from ${min} to ${max}`);
  };
}

/** A TCP port; 0 closes the endpoint. */
export const port = whole(0, 65_535);

const UNITS: Readonly<Record<string, Ms>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A span of time as `500ms`, `30s`, `2h`, or a bare number of seconds, from `min` to `max` milliseconds. */
export function span(min: Ms, max: Ms) {
  return (raw: unknown): Parsed<Ms> => {
    const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)?$/.exec(String(raw).trim());
    const value = match ? Math.round(Number(match[1]) * (UNITS[match[2] ?? 's'] ?? 1)) : Number.NaN;
    if (value >= min && value <= max) return { ok: value };
    return fault(
      `应为时长，如 500ms、30s、2h（${spanText(min)} 到 ${spanText(max)}）`,
      `must be a span such as 500ms, 30s or 2h, from ${spanText(min)} to ${spanText(max)}`,
    );
  };
}

/** A span as `span` reads it, in its largest whole unit. */
export function spanText(value: Ms): string {
  const units = Object.entries(UNITS).reverse();
  const [unit, size] = units.find(([, size]) => value >= size && value % size === 0) ?? ['ms', 1];
  return `${value / size}${unit}`;
}

/** `true` or `false`; variables may also say 1, 0, yes, no, on, off. */
export function truth(raw: unknown): Parsed<boolean> {
  const word = String(raw).trim().toLowerCase();
  if (['true', '1', 'yes', 'on'].includes(word)) return { ok: true };
  if (['false', '0', 'no', 'off', ''].includes(word)) return { ok: false };
  return fault('应为 true 或 false', 'must be true or false');
}

/** One of a few words. */
export function choice<const W extends string>(words: readonly W[]) {
  return (raw: unknown): Parsed<W> => {
    const word = words.find((word) => word === raw);
    if (word !== undefined) return { ok: word };
    const named = words.filter((word) => word !== '');
    return fault(`应为 ${named.join('、')} 之一`, `must be one of ${named.join(', ')}`);
  };
}

/**
 * A list: an array in the file, comma-separated in a variable or flag. The fault names the element, by its text or,
 * where that is a secret, as `nameOf` says.
 */
export function list<T>(
  element: (raw: unknown) => Parsed<T>,
  nameOf: (part: unknown, index: number) => string = String,
) {
  return (raw: unknown): Parsed<readonly T[]> => {
    const parts = typeof raw === 'string' ? raw.split(',').map((part) => part.trim()) : raw;
    if (!Array.isArray(parts)) return fault('应为列表', 'must be a list');
    const values: T[] = [];
    for (const [index, part] of parts.filter((part) => part !== '').entries()) {
      const parsed = element(part);
      if ('fault' in parsed) {
        const name = nameOf(part, index);
        return fault(`${name}：${parsed.fault.zh}`, `${name}: ${parsed.fault.en}`);
      }
      values.push(parsed.ok);
    }
    return { ok: values };
  };
}

/** An address (one host) or a network in CIDR form: `192.168.1.0/24`, `::1/128`. */
export const network = text(
  /^((25[0-5]|2[0-4]\d|1?\d?\d)([.](?!\/|$)|(?=\/|$))){4}(\/([12]?\d|3[0-2]))?$|^(?=.*:)[0-9a-f:.]{2,45}(\/(\d{1,2}|1[01]\d|12[0-8]))?$/i,
  '192.168.1.0/24',
);
