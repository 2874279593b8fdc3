import { kernelErrors, storeErrors, type App } from '@posthouse/kernel';
import type { ErrorRegistry } from '@posthouse/protocol';

/** Every code that may reach a user, by the area that declares it. */
export function errorAreas(apps: readonly App[]): readonly { area: string; errors: ErrorRegistry }[] {
  return [
    { area: 'kernel', errors: kernelErrors },
    { area: 'store', errors: storeErrors },
    ...apps.map(({ name, errors }) => ({ area: name, errors })).filter(({ errors }) => hasAny(errors)),
  ];
}

/** The areas' codes in one registry. Throws when two areas claim one code: that is a fault of ours. */
export function allErrors(apps: readonly App[]): ErrorRegistry {
  const all: Record<string, ErrorRegistry[string]> = {};
  for (const { area, errors } of errorAreas(apps)) {
    for (const [code, spec] of Object.entries(errors)) {
      if (code in all) throw new Error(`the code ${code} of ${area} is declared twice`);
      all[code] = spec;
    }
  }
  return all;
}

const hasAny = (errors: ErrorRegistry): boolean => Object.keys(errors).length > 0;
