import { diff } from '../diff.ts';

/** Code points below which a stem is short: one letter of it is a tenth of its meaning. */
const SHORT = 20;
/** Letters of a stem for each of which one may be mistyped while it is short. */
const PER_SLIP = 10;
/** UTF-16 units from which on a stem is long. */
export const LONG = 2 * SHORT;
/** A replaced stretch of this many letters is another term, not a slip. */
export const TERM = 2;
/** Units of a stretch that are compared one by one. */
export const CLOSE = 16;

export type Wording = 'same' | 'short' | 'wording';

/** Whether what differs between two stems looks like a slip or like another term. `sure`: something else says they are one. */
export function wordingOf(left: string, right: string, sure: boolean): Wording {
  if (!sure && Math.max(left.length, right.length) >= LONG && isOneTerm(left, right)) return 'wording';
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

/** Whether all that differs is one stretch of two letters or more without anything in common: most pairs on one template. */
function isOneTerm(left: string, right: string): boolean {
  const most = Math.min(left.length, right.length);
  let start = 0;
  while (start < most && left.charCodeAt(start) === right.charCodeAt(start)) start++;
  let end = 0;
  while (
    end < most - start &&
    left.charCodeAt(left.length - 1 - end) === right.charCodeAt(right.length - 1 - end)
  )
    end++;
  const [leftEnd, rightEnd] = [left.length - end, right.length - end];
  if (leftEnd === start || rightEnd === start || Math.max(leftEnd, rightEnd) - start < TERM) return false;
  // Long stretches, and halves of characters, are left to the one that looks closer.
  if (leftEnd - start > CLOSE || rightEnd - start > CLOSE) return false;
  for (let at = start; at < leftEnd; at++) {
    const unit = left.charCodeAt(at);
    if ((unit & 0xf800) === 0xd800) return false;
    for (let other = start; other < rightEnd; other++) if (right.charCodeAt(other) === unit) return false;
  }
  for (let at = start; at < rightEnd; at++) if ((right.charCodeAt(at) & 0xf800) === 0xd800) return false;
  return true;
}
