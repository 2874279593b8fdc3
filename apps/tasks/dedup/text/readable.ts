import { foldCharacters } from './fold.ts';
import { readMarkup } from './markup.ts';

/** A stem or an option as a person reads it on one line: no tags, entities decoded, pictures as `[图]`. */
export const readable = (html: string): string =>
  foldCharacters(readMarkup(html).text)
    .replaceAll(/[\u{F0000}-\u{FFFFD}]/gu, '[图]')
    .replaceAll(/\s+/g, ' ')
    .trim();
