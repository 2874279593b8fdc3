/** A sentence in the two languages of our users. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

export type Locale = keyof Text;

/** One coded error: what happened, its HTTP status, and what the reader can do about it. */
export interface ErrorSpec {
  readonly status: number;
  readonly text: Text;
  readonly remedy?: Text;
}

/** Full code (`PRINT_PRINTER_OFFLINE`) to its meaning. A retired code is never reused. */
export type ErrorRegistry = Readonly<Record<string, ErrorSpec>>;

/** Declares an area's errors; every code begins with the area's name in capitals. */
export function defineErrors<const R extends ErrorRegistry>(registry: R): R {
  return registry;
}

/** The body of every error reply of our own routes. */
export interface ErrorBody {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly remedy?: string;
    readonly detail?: unknown;
  };
}

/** Renders a code in the reader's language; an unknown code keeps its name, so that nothing is silent. */
export function errorBody(
  registry: ErrorRegistry,
  code: string,
  locale: Locale,
  detail?: unknown,
): ErrorBody {
  const spec = registry[code];
  return {
    error: {
      code,
      message: spec?.text[locale] ?? code,
      ...(spec?.remedy && { remedy: spec.remedy[locale] }),
      ...(detail !== undefined && { detail }),
    },
  };
}

/** The reader's language from `Accept-Language` (RFC 9110 §12.5.4): English only when it is preferred to Chinese. */
export function localeOf(acceptLanguage: string | undefined): Locale {
  const ranked = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.find((parameter) => parameter.trim().startsWith('q='));
      return { tag, quality: quality ? Number(quality.trim().slice(2)) : 1 };
    })
    .filter(({ tag, quality }) => /^(zh|en)\b/.test(tag) && quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return ranked[0]?.tag.startsWith('en') ? 'en' : 'zh';
}
