import type { Locale } from '@posthouse/protocol';
import { readConfigFile } from '../config/file.ts';
import type { Env } from './configure.ts';
import { terminalLocale } from './terminal.ts';

/** The language to speak before anything is parsed: by flag, variable or file, else the terminal's. */
export function localeFor(args: readonly string[], env: Env, folder: string): Locale {
  const named = valueOf('--config', args) ?? env['POSTHOUSE_CONFIG'];
  const asked = [valueOf('--lang', args), env['POSTHOUSE_LANG'], langOfFile(folder, named)].find(isLocale);
  return terminalLocale(asked ?? '', env);
}

/** `--lang zh` and `--lang=zh`. */
function valueOf(flag: string, args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => arg === flag || arg.startsWith(`${flag}=`));
  return args[at] === flag ? args[at + 1] : args[at]?.slice(flag.length + 1);
}

function langOfFile(folder: string, named: string | undefined): unknown {
  try {
    return (readConfigFile(folder, named)?.content as { lang?: unknown } | undefined)?.lang;
  } catch {
    // Whoever needs the file says what is wrong with it.
    return undefined;
  }
}

const isLocale = (value: unknown): value is Locale => value === 'zh' || value === 'en';
