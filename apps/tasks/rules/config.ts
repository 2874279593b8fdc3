import { refuse, type Refusal } from '@posthouse/kernel';
import { METHODS, type Method } from '../contract/states.ts';
import { isText } from '../contract/text.ts';

/** Which questions a `custom` task compares; a list left out lets all through. */
export interface Filters {
  readonly type?: readonly string[];
  readonly subject_id?: readonly number[];
  readonly channel_code?: readonly string[];
  readonly chapter_id?: readonly number[];
}

/** A task's configuration as it is worked with. */
export interface Settings {
  readonly threshold: number;
  readonly method: Method;
  readonly filters: Filters;
}

const DEFAULT_THRESHOLD = 0.8;
/** Characters of the configuration as JSON; what old clients add is kept, but not without end. */
const LONGEST = 16_384;
const LONGEST_LIST = 100;
const LONGEST_CODE = 50;

const NUMBER = { zh: '应为 0 到 1 的数', en: 'must be a number from 0 to 1' };
const METHOD = { zh: '应为 question 或 stem', en: 'must be question or stem' };
const OBJECT = { zh: '应为对象', en: 'must be an object' };
const WHOLE = { zh: '应为整数或整数列表', en: 'must be a whole number or a list of them' };
const CODE = { zh: '应为短文字或其列表', en: 'must be a short text or a list of them' };
const LIST = { zh: `最多 ${LONGEST_LIST} 项`, en: `has at most ${LONGEST_LIST} entries` };
const LONG = { zh: `最多 ${LONGEST} 个字符`, en: `has at most ${LONGEST} characters` };

type Fault = Refusal & { readonly refuse: 'TASKS_CONFIG' };
const fault = (at: string, must: { zh: string; en: string }) => refuse('TASKS_CONFIG', { at, must }) as Fault;

/**
 * Reads a configuration as clients send it: null or an object, whose unknown keys are somebody's own and are kept.
 * A wrong value of a known key is refused (fault 6).
 */
export function readConfig(config: unknown): Settings | Refusal {
  if (config === null || config === undefined) return settings(undefined, undefined, {});
  if (!isObject(config)) return fault('config', OBJECT);
  if (JSON.stringify(config).length > LONGEST) return fault('config', LONG);
  const { similarity_threshold: threshold, method } = config;
  if (!isAbsent(threshold) && !isShare(threshold)) return fault('similarity_threshold', NUMBER);
  if (!isAbsent(method) && !METHODS.includes(method as Method)) return fault('method', METHOD);
  const filters = readFilters(config['filters']);
  if ('refuse' in filters) return filters;
  return settings(threshold as number | undefined, method as Method | undefined, filters);
}

const settings = (threshold?: number | null, method?: Method | null, filters: Filters = {}): Settings => ({
  threshold: threshold ?? DEFAULT_THRESHOLD,
  method: method ?? 'question',
  filters,
});

const TEXTS = ['type', 'channel_code'] as const;
const NUMBERS = ['subject_id', 'chapter_id'] as const;

function readFilters(given: unknown): Filters | Fault {
  if (isAbsent(given)) return {};
  if (!isObject(given)) return fault('filters', OBJECT);
  const filters: Record<string, readonly (string | number)[]> = {};
  for (const name of [...TEXTS, ...NUMBERS]) {
    const value = given[name];
    if (isAbsent(value) || value === '') continue;
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (list.length > LONGEST_LIST) return fault(`filters.${name}`, LIST);
    if (list.length === 0) continue;
    const read = (NUMBERS as readonly string[]).includes(name) ? list.map(wholeOf) : list.map(codeOf);
    if (read.includes(null)) return fault(`filters.${name}`, wordFor(name));
    filters[name] = read as (string | number)[];
  }
  return filters;
}

const wordFor = (name: string) => ((NUMBERS as readonly string[]).includes(name) ? WHOLE : CODE);

function wholeOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) ? (number as number) : null;
}

function codeOf(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text !== '' && text.length <= LONGEST_CODE && isText(text) ? text : null;
}

const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined;
const isShare = (value: unknown) =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= 1;
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
