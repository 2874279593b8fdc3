import { foldCharacters } from './fold.ts';
import { foldLatex } from './latex.ts';
import { BLANK, dropMarks } from './marks.ts';
import { dropNumbering } from './numbering.ts';

/**
 * A stem as it is compared: folded, without numbering, punctuation and the blank at its end. A text of nothing but
 * punctuation stays what it is.
 */
export function comparableStem(text: string): string {
  const folded = foldLatex(foldCharacters(text)).trim();
  let left = folded;
  for (;;) {
    const next = trimBlank(dropMarks(dropNumbering(left)));
    if (next === left || next === '') break;
    left = next;
  }
  return trimBlank(dropMarks(left)) || folded;
}

/** The blank at the end says that there is something to choose; many leave it out. */
const trimBlank = (text: string): string => {
  let end = text.length;
  while (end > 0 && text[end - 1] === BLANK) end--;
  return text.slice(0, end);
};

/** An option as it is compared: the same, without its own label in front. */
export function comparableOption(text: string, label: string): string {
  const folded = foldLatex(foldCharacters(text)).trim();
  return dropMarks(withoutLabel(folded, label)) || folded;
}

/** `A、B均正确` names labels, it has none of its own. */
function withoutLabel(text: string, label: string): string {
  const own = /^\(?\s*([A-Za-z])\s*(?:\)|[.、:])\s*(?=\S)(?![A-Za-z](?![a-z]))/.exec(text);
  return own?.[1] === label ? text.slice(own[0].length) : text;
}
