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

/** Where a value came from, as a key under `system.settings.origins`. */
export function originKind(origin: string): 'default' | 'env' | 'flag' | 'file' {
  if (origin === 'default') return 'default';
  if (origin.startsWith('--')) return 'flag';
  return origin.startsWith('POSTHOUSE_') ? 'env' : 'file';
}
