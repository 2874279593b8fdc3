import type { SettingRow } from '../answers.ts';

/** Settings that hold the text anywhere; `changed`: only those that somebody has said. */
export function settingsFound(
  rows: readonly SettingRow[],
  text: string,
  changed: boolean,
): readonly SettingRow[] {
  const wanted = text.trim().toLowerCase();
  return rows
    .filter(({ origin }) => !changed || origin !== 'default')
    .filter(({ path, env, flag, summary, value }) =>
      [path, env, flag ?? '', summary, value].some((part) => part.toLowerCase().includes(wanted)),
    );
}

const UNITS = [
  ['days', 86_400_000],
  ['hours', 3_600_000],
  ['minutes', 60_000],
  ['seconds', 1_000],
] as const;

/** Milliseconds in their largest whole unit, for the words `system.settings.spans`. */
export function spanIn(ms: number): { word: (typeof UNITS)[number][0] | 'milliseconds'; n: number } {
  if (ms === 0) return { word: 'seconds', n: 0 };
  const [word, size] = UNITS.find(([, size]) => ms % size === 0) ?? ['milliseconds', 1];
  return { word, n: ms / size };
}

/** Where a value came from, as a key under `system.settings.origins`. */
export function originKind(origin: string): 'default' | 'env' | 'flag' | 'file' {
  if (origin === 'default') return 'default';
  if (origin.startsWith('--')) return 'flag';
  return origin.startsWith('POSTHOUSE_') ? 'env' : 'file';
}
