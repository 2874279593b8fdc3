import type { Entrant, Stem } from '../stems.ts';
import { CLOSE, LONG, TERM } from './wording.ts';

/** What stems on one template have in common: so many letters at both ends, or at one if the term stands at the other. */
const FRAME = 12;
const FRAMES = [
  (text: string) => text.slice(0, FRAME) + text.slice(-FRAME),
  (text: string) => text.slice(0, FRAME),
  (text: string) => text.slice(-FRAME),
];
/** Words of 32 bits in which the letters of a term are noted: 256 bits. */
const WORDS = 8;

/**
 * Which pairs of stems are two questions for certain, since another term stands in the same sentence: what their template
 * leaves of them has no letter in common. Known from a few bits of each, for a template has millions of such pairs;
 * false says nothing.
 */
export function otherTerms(stems: readonly Stem[]): (one: number, other: number) => boolean {
  const templateOf = new Int32Array(stems.length);
  const letters = new Int32Array(stems.length * WORDS);
  let left = stems.flatMap(({ text, questions }, at) =>
    text.length >= LONG && !questions.some(acceptsTerms) ? [at] : [],
  );
  let template = 0;
  for (const frameOf of FRAMES) {
    for (const same of Map.groupBy(left, (at) => frameOf(stems[at]!.text)).values()) {
      template++;
      const [start, end] = sharedEnds(same.map((at) => stems[at]!.text));
      for (const at of same) {
        const term = stems[at]!.text.slice(start, stems[at]!.text.length - end);
        if (term.length < TERM || term.length > CLOSE || /[\ud800-\udfff]/.test(term)) continue;
        templateOf[at] = template;
        note(term, letters, at);
      }
    }
    left = left.filter((at) => templateOf[at] === 0);
  }
  return (one, other) => {
    if (templateOf[one] === 0 || templateOf[one] !== templateOf[other]) return false;
    for (let word = 0; word < WORDS; word++) {
      if ((letters[one * WORDS + word]! & letters[other * WORDS + word]!) !== 0) return false;
    }
    return true;
  };
}

/** Options with a known answer may accept another term. */
const acceptsTerms = ({ prepared }: Entrant): boolean =>
  prepared.options.length > 0 && prepared.answer !== '';

/** Sets the bit of each letter; different letters may share one. */
function note(term: string, letters: Int32Array, at: number): void {
  for (let unit = 0; unit < term.length; unit++) {
    const bit = Math.imul(term.charCodeAt(unit), 0x9e37_79b1) >>> 24;
    letters[at * WORDS + (bit >> 5)]! |= 1 << (bit & 31);
  }
}

/** How many letters all of the texts have in common at their starts and at their ends, no letter being in both. */
function sharedEnds([first, ...rest]: readonly string[]): readonly [start: number, end: number] {
  let [start, end] = [first!.length, first!.length];
  let shortest = first!.length;
  for (const text of rest) {
    shortest = Math.min(shortest, text.length);
    start = Math.min(start, text.length);
    end = Math.min(end, text.length);
    for (let at = 0; at < start; at++) if (text[at] !== first![at]) start = at;
    for (let at = 0; at < end; at++) if (text.at(-1 - at) !== first!.at(-1 - at)) end = at;
  }
  return [start, Math.min(end, shortest - start)];
}
