export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A tree of sentences. */
export interface Messages {
  readonly [key: string]: string | Messages;
}

const STORED = 'posthouse.language';

/** The language somebody chose, else the browser's first that we speak, else English. */
export function pickLanguage(chosen: string | null, browser: readonly string[]): Language {
  const known = LANGUAGES.find((language) => language === chosen);
  if (known) return known;
  for (const tag of browser) {
    if (/^zh\b/i.test(tag)) return 'zh-CN';
    if (/^en\b/i.test(tag)) return 'en';
  }
  return 'en';
}

export const storedLanguage = (): Language => pickLanguage(localStorage.getItem(STORED), navigator.languages);

export function storeLanguage(language: Language): void {
  localStorage.setItem(STORED, language);
}
