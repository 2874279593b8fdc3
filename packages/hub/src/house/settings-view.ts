import type { Locale } from '@posthouse/protocol';
import type { Setting } from '../config/resolve.ts';
import { shownValue, spanOf } from '../config/shown.ts';

/** One setting as a person reads it. */
export interface SettingRow {
  readonly path: string;
  readonly env: string;
  readonly flag: string | null;
  readonly summary: string;
  readonly value: string;
  /** Milliseconds of a value that is a span of time; null of any other. */
  readonly span: number | null;
  /** What it would be if nothing were said. */
  readonly fallback: string;
  readonly fallback_span: number | null;
  /** `default`, the file's name, the variable, or the flag. */
  readonly origin: string;
  readonly secret: boolean;
}

/** Every setting in the order of declaration, secrets as their number: what `posthouse config --print` shows. */
export function settingRows(settings: ReadonlyMap<string, Setting>, locale: Locale): readonly SettingRow[] {
  return [...settings.values()].map((setting) => {
    const { option, origin } = setting;
    const unsaid = { ...setting, value: option.fallback };
    return {
      path: option.path,
      env: option.env,
      flag: option.flag ?? null,
      summary: option.summary[locale],
      value: shownValue(setting),
      span: spanOf(setting),
      fallback: shownValue(unsaid),
      fallback_span: spanOf(unsaid),
      origin,
      secret: option.secret === true,
    };
  });
}
