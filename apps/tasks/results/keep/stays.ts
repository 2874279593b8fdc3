import type { Id, Ms } from '@posthouse/kernel';
import type { KeepRule } from '../tables.ts';

/** What decides which of several copies stays. */
export interface Candidate {
  readonly question_id: Id;
  readonly create_time: Ms | null;
  readonly analysis: boolean;
}

/**
 * The copy that stays: `first` the smallest id, `newest` the latest made, `with_analysis` the first that has one. Ties
 * and what says nothing fall back on the smallest id.
 */
export function stays(candidates: readonly Candidate[], rule: KeepRule): Id | null {
  const worth = (one: Candidate): number => {
    switch (rule) {
      case 'first':
        return 0;
      case 'newest':
        return one.create_time ?? -Infinity;
      case 'with_analysis':
        return one.analysis ? 1 : 0;
    }
  };
  let best: Candidate | null = null;
  for (const one of candidates) {
    if (
      !best ||
      worth(one) > worth(best) ||
      (worth(one) === worth(best) && one.question_id < best.question_id)
    ) {
      best = one;
    }
  }
  return best?.question_id ?? null;
}
