import type { Prepared } from '../prepare.ts';
import type { Reason } from '../types.ts';
import { wordingOf } from './wording.ts';

/** The shorter stem has at least this share of the longer one's letters: a set of 3-grams does not see repetitions. */
const SHARE = 0.75;

/**
 * Why two questions with similar stems are two; none if they are one. What must be equal is compared first, as strings;
 * only what passes is looked at letter by letter.
 */
export function reasonsAgainst(left: Prepared, right: Prepared): readonly Reason[] {
  const reasons: Reason[] = [];
  const options = left.optionSet === right.optionSet;
  if (!options) reasons.push('options');
  if (left.signs !== right.signs) reasons.push('numbers');
  if (left.stances !== right.stances) reasons.push('polarity');
  if (left.images !== right.images) reasons.push('images');
  // Among other options another one is right, of course.
  if (options && left.answer !== right.answer && left.answer !== '' && right.answer !== '')
    reasons.push('answer');
  const [one, other] = [left.stem.length, right.stem.length];
  if (Math.min(one, other) < Math.max(one, other) * SHARE) reasons.push('length');
  if (reasons.length > 0 || left.stem === right.stem) return reasons;
  const sure = left.options.length > 0 && left.answer !== '' && left.answer === right.answer;
  const wording = wordingOf(left.stem, right.stem, sure);
  return wording === 'same' ? [] : [wording];
}
