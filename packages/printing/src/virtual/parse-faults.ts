import type { Faults } from './faults.ts';

const isFlag = (value: unknown): boolean => typeof value === 'boolean';
const isCount = (value: unknown): boolean =>
  value === null || (Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= 1e9);
const isOneOf =
  (...allowed: readonly string[]) =>
  (value: unknown): boolean =>
    typeof value === 'string' && allowed.includes(value);

const checks: Record<keyof Faults, (value: unknown) => boolean> = {
  paper: isOneOf('ok', 'low', 'out'),
  cover: isOneOf('closed', 'open'),
  error: isFlag,
  hang: isFlag,
  silent: isFlag,
  confirmation: isOneOf('all', 'buffer', 'none'),
  dropAfterBytes: isCount,
  dieAfterBytes: isCount,
  dead: isFlag,
  lie: isFlag,
  outAfterLines: isCount,
};

/** A change of faults from outside, or null when a name or value is not one of them. */
export function parseFaults(value: unknown): Partial<Faults> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const known = (name: string): name is keyof Faults => Object.hasOwn(checks, name);
  const fits = Object.entries(value).every(([name, given]) => known(name) && checks[name](given));
  return fits ? value : null;
}
