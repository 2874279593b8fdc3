import type { Option } from '@posthouse/kernel';
import type { Text } from '@posthouse/protocol';
import { suggest } from './suggest.ts';

/** Where settings come from; a later one wins over an earlier: defaults, file, variables, flags. */
export interface Sources {
  /** What the file says, and its name for messages; null without a file. */
  readonly file: { readonly name: string; readonly content: unknown } | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** By the option's `flag`: `--port`. */
  readonly flags: Readonly<Record<string, string | boolean | undefined>>;
}

export interface Setting {
  readonly option: Option<unknown>;
  readonly value: unknown;
  /** `default`, the file's name, the variable, or the flag. */
  readonly origin: string;
}

/** What is wrong with one setting: where it was said, and what it should be. */
export interface Fault {
  readonly where: string;
  readonly text: Text;
}

export interface Resolved {
  /** By the option's path. */
  readonly settings: ReadonlyMap<string, Setting>;
  /** All of them, so that one start shows every fault. */
  readonly faults: readonly Fault[];
  /** Variables that look like misspelt ones of ours; they are not faults, since the environment is shared. */
  readonly warnings: readonly Fault[];
}

/** Joins the sources into one value per option. Pure. */
export function resolve(options: readonly Option<unknown>[], sources: Sources): Resolved {
  const faults: Fault[] = [];
  const file = flatten(sources.file?.content ?? {}, new Set(options.map(({ path }) => path)));
  const settings = new Map<string, Setting>();
  for (const option of options) {
    let setting: Setting = { option, value: option.fallback, origin: 'default' };
    for (const { raw, origin } of said(option, sources, file)) {
      const parsed = option.parse(raw);
      if ('fault' in parsed) faults.push({ where: origin, text: parsed.fault });
      else setting = { option, value: parsed.ok, origin };
    }
    settings.set(option.path, setting);
  }
  faults.push(...unknownKeys(options, sources, file));
  return { settings, faults, warnings: unknownVariables(options, sources.env) };
}

/** Every source that speaks about the option, weakest first. */
function said(option: Option<unknown>, { file: name, env, flags }: Sources, file: Map<string, unknown>) {
  const found: { raw: unknown; origin: string }[] = [];
  if (file.has(option.path)) {
    found.push({ raw: file.get(option.path), origin: `${name?.name ?? ''}: ${option.path}` });
  }
  for (const name of option.alias === undefined ? [option.env] : [option.alias, option.env]) {
    const variable = env[name];
    if (variable !== undefined && variable !== '') found.push({ raw: variable, origin: name });
  }
  const flag = option.flag === undefined ? undefined : flags[option.flag];
  if (flag !== undefined) found.push({ raw: flag, origin: String(option.flag) });
  return found;
}

/** `{print: {port: 1}}` as `print.port`; an object that is itself an option's value stays whole. */
function flatten(content: unknown, known: ReadonlySet<string>, prefix = ''): Map<string, unknown> {
  const flat = new Map<string, unknown>();
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    return flat.set(prefix, content);
  }
  for (const [key, value] of Object.entries(content)) {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    const deeper =
      known.has(path) || typeof value !== 'object' || value === null
        ? [[path, value] as const]
        : flatten(value, known, path);
    for (const [path, value] of deeper) flat.set(path, value);
  }
  return flat;
}

function unknownKeys(options: readonly Option<unknown>[], { file }: Sources, flat: Map<string, unknown>) {
  const paths = options.map(({ path }) => path);
  return [...flat.keys()]
    .filter((path) => !paths.includes(path))
    .map((path) => ({ where: `${file?.name ?? ''}: ${path}`, text: didYouMean(path, paths) }));
}

function unknownVariables(options: readonly Option<unknown>[], env: Sources['env']): Fault[] {
  const names = options.map(({ env }) => env);
  return Object.keys(env)
    .filter((name) => name.startsWith('POSTHOUSE_') && !names.includes(name) && suggest(name, names))
    .map((name) => ({ where: name, text: didYouMean(name, names) }));
}

function didYouMean(word: string, names: readonly string[]): Text {
  const near = suggest(word, names);
  return near === undefined
    ? {
        zh: '没有这一项；posthouse config --print 列出全部',
        en: 'is no setting; posthouse config --print lists all',
      }
    : { zh: `没有这一项；是不是 ${near}？`, en: `is no setting; did you mean ${near}?` };
}
