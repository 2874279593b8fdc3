import type { Run } from '../answers.ts';

/** A stretch of one side of a comparison. */
export interface Stretch {
  readonly text: string;
  /** Only here: the other side has something else, or nothing. */
  readonly own: boolean;
}

/** One side of a comparison: what both have, and what only this one has. */
export function sideOf(runs: readonly Run[], side: 'left' | 'right'): readonly Stretch[] {
  return runs
    .filter((run) => run.in === 'both' || run.in === side)
    .map(({ in: where, text }) => ({ text, own: where !== 'both' }));
}
