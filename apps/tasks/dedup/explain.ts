import { diff, type Run } from './diff.ts';
import { reasonsAgainst } from './guards/reasons.ts';
import { similarTexts } from './join/similar-texts.ts';
import { prepare } from './prepare.ts';
import { finish } from './steps.ts';
import { readable } from './text/readable.ts';
import { DEFAULT_THRESHOLD, type Question, type Reason, type Settings } from './types.ts';

/** Two options that belong together, or one without a counterpart. */
export interface OptionDiff {
  /** Labels of the left and of the right question; null where there is no counterpart. */
  readonly left: string | null;
  readonly right: string | null;
  readonly runs: readonly Run[];
}

/** Why a pair is what it is: for a person who looks at both. */
export interface Explanation {
  readonly verdict: 'exact' | 'duplicate' | 'variant' | 'different';
  readonly reasons: readonly Reason[];
  /** Jaccard similarity of the compared stems; 0 if they share no 3-gram. */
  readonly similarity: number;
  /** Of the stems as a person reads them, not as they are compared. */
  readonly stem: readonly Run[];
  readonly options: readonly OptionDiff[];
}

/** The difference between two questions, letter by letter, and the verdict on them. */
export function explain(left: Question, right: Question, settings: Settings = {}): Explanation {
  const { method = 'question', threshold = DEFAULT_THRESHOLD } = settings;
  const [one, other] = [prepare(left, method), prepare(right, method)];
  const similarity = one.stem === other.stem ? 1 : similarityOf(one.stem, other.stem);
  const stem = diff(readable(left.content), readable(right.content));
  const shown = { similarity, stem, options: optionDiffs(left, right, one.options, other.options) };
  if (one.hash !== undefined && one.hash === other.hash) return { verdict: 'exact', reasons: [], ...shown };
  if (similarity < threshold) return { verdict: 'different', reasons: [], ...shown };
  const reasons = method === 'stem' ? [] : reasonsAgainst(one, other);
  return { verdict: reasons.length === 0 ? 'duplicate' : 'variant', reasons, ...shown };
}

function similarityOf(left: string, right: string): number {
  let similarity = 0;
  finish(similarTexts([left, right], Number.MIN_VALUE, (_left, _right, found) => (similarity = found)));
  return similarity;
}

/** Equal options side by side wherever they stand, then the rest in their order. */
function optionDiffs(
  left: Question,
  right: Question,
  compared: readonly string[],
  others: readonly string[],
): readonly OptionDiff[] {
  if (left.options.length === 0 && right.options.length === 0) return [];
  const free = new Set(right.options.keys());
  const partners = left.options.map((_option, at) => {
    const partner = [...free].find((candidate) => compared[at] === others[candidate]);
    if (partner !== undefined) free.delete(partner);
    return partner;
  });
  const rest = [...free];
  const rows = left.options.map((option, at) => {
    const partner = right.options[partners[at] ?? rest.shift() ?? -1];
    return optionDiff(option, partner);
  });
  return [...rows, ...rest.map((at) => optionDiff(undefined, right.options[at]))];
}

function optionDiff(left: Question['options'][number] | undefined, right: typeof left): OptionDiff {
  const runs = diff(readable(left?.content ?? ''), readable(right?.content ?? ''));
  return { left: left?.label ?? null, right: right?.label ?? null, runs };
}
