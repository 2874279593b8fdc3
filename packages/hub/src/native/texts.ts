import { kernelErrors, type Catalog } from '@posthouse/kernel';
import type { ErrorRegistry, Locale } from '@posthouse/protocol';

/** The sentence for a code of any registry in the catalog; a code nobody declared keeps its name. */
export function createTexts(catalog: () => Catalog): (code: string, locale: Locale) => string {
  let all: ErrorRegistry | undefined;
  return (code, locale) => {
    all ??= Object.assign({}, kernelErrors, ...[...catalog().apps.values()].map(({ errors }) => errors));
    return all?.[code]?.text[locale] ?? code;
  };
}
