import { foldRadicals } from './radicals.ts';

/** Seen by nobody: zero-width and direction marks, soft hyphens, variation selectors, controls that are no white space. */
const UNSEEN = /(?![\t-\r\u0085])[\p{Cc}\p{Cf}\p{Variation_Selector}]/gu;
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
  return foldRadicals(written).replace(/[−⁄∕∶]/g, (sign) => (sign === '−' ? '-' : sign === '∶' ? ':' : '/'));
}
