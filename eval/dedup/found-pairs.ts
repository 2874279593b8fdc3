import { dedup, type Reason } from '../../apps/tasks/dedup/index.ts';
import type { Sourced } from './questions.ts';

export const VERDICTS = ['exact', 'duplicate', 'variant'] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface FoundPair {
  readonly a: Sourced;
  readonly b: Sourced;
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
  readonly similarity: number;
}

/** What the engine says of all questions as one group, so that copies across files are found too. */
export function foundPairs(questions: readonly Sourced[], threshold: number): readonly FoundPair[] {
  const found = dedup(questions, { threshold })!;
  const byId = new Map(questions.map((question) => [question.id, question]));
  const pair = (a: number, b: number) => ({ a: byId.get(a)!, b: byId.get(b)! });
  return [
    ...found.exact.flatMap(({ ids }) =>
      ids
        .slice(1)
        .map((id) => ({ ...pair(ids[0]!, id), verdict: 'exact' as const, reasons: [], similarity: 1 })),
    ),
    ...found.similar.map(({ a, b, similarity }) => ({
      ...pair(a, b),
      verdict: 'duplicate' as const,
      reasons: [],
      similarity,
    })),
    ...found.variants.map(({ a, b, similarity, reasons }) => ({
      ...pair(a, b),
      verdict: 'variant' as const,
      reasons,
      similarity,
    })),
  ];
}
