import type { Op, Tx } from '@posthouse/kernel';

/** How many items of one mailbox are in one state. */
export interface ItemCount {
  readonly box: string;
  readonly state: string;
  readonly count: number;
}

interface Tables {
  item: { box: string; state: string };
}

/** Counts what is on its way. Over items are left out: they are history, and many. */
export const countItems: Op<null, readonly ItemCount[]> = {
  name: 'hub.items',
  async run(tx: Tx) {
    const inState = (states: readonly string[]) =>
      tx
        .db<Tables>()
        .selectFrom('item')
        .where('state', 'in', states)
        .select(['box', 'state', ({ fn }) => fn.countAll<number>().as('count')])
        .groupBy(['box', 'state'])
        .execute();
    // Two queries, so that each can use the partial index of its states.
    return [...(await inState(['waiting'])), ...(await inState(['started', 'taken']))];
  },
};
