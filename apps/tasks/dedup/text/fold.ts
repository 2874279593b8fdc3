import { foldRadicals } from './radicals.ts';

/** Seen by nobody: zero-width and direction marks, soft hyphens, variation selectors, control characters. */
const UNSEEN =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFE00-\uFE0F\uFEFF]/g;
const RAISED = /[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱ]+/g;
const LOWERED = /[₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₙₐₓ]+/g;
const PLAIN_ASCII = /^[\n\r\t -~]*$/;

/** One code point per character: NFKC and look-alike radicals, but x² stays apart from x2. */
export function foldCharacters(text: string): string {
  if (PLAIN_ASCII.test(text)) return text;
  const written = text
    .replace(UNSEEN, '')
    .replace(RAISED, (digits) => `^{${digits}}`)
    .replace(LOWERED, (digits) => `_{${digits}}`)
    .normalize('NFKC');
  return foldRadicals(written).replace(/[−⁄∕]/g, (sign) => (sign === '−' ? '-' : '/'));
}
