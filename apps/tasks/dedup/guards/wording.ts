import { diff } from '../diff.ts';

/** Code points below which a stem is short: one letter of it is a tenth of its meaning. */
const SHORT = 20;
/** Letters of a stem for each of which one may be mistyped while it is short. */
const PER_SLIP = 10;
/** A replaced stretch of this many letters is another term, not a slip. */
const TERM = 2;

export type Wording = 'same' | 'short' | 'wording';

/** Whether what differs between two stems looks like a slip or like another term. `sure`: something else says they are one. */
export function wordingOf(left: string, right: string, sure: boolean): Wording {
  const runs = diff(left, right);
  const lengthOf = (text: string): number => Array.from(text).length;
  let edits = 0;
  let term = 0;
  for (const [at, run] of runs.entries()) {
    if (run.in === 'both') continue;
    const length = lengthOf(run.text);
    const next = runs[at + 1];
    if (run.in === 'left' && next?.in === 'right') term = Math.max(term, length, lengthOf(next.text));
    const before = runs[at - 1];
    edits +=
      run.in === 'right' && before?.in === 'left' ? Math.max(0, length - lengthOf(before.text)) : length;
  }
  const longest = Math.max(lengthOf(left), lengthOf(right));
  if (longest < SHORT && edits > Math.floor(longest / PER_SLIP)) return 'short';
  return term >= TERM && !sure ? 'wording' : 'same';
}
