import type { Op } from '@posthouse/kernel';

/** How many works of one kind are in one state. */
export interface WorkCount {
  readonly kind: string;
  readonly state: 'waiting' | 'running' | 'stopped';
  readonly count: number;
}

interface Tables {
  work: { kind: string; state: WorkCount['state'] };
}

/** Counts the works that are not over: over ones have no row. */
export const countWorks: Op<null, readonly WorkCount[]> = {
  name: 'hub.works',
  run: (tx) =>
    tx
      .db<Tables>()
      .selectFrom('work')
      .select(['kind', 'state', ({ fn }) => fn.countAll<number>().as('count')])
      .groupBy(['kind', 'state'])
      .orderBy('kind')
      .orderBy('state')
      .execute(),
};
