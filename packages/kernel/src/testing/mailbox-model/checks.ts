import type { ItemRow } from '../../durable/item-row.ts';
import type { Id } from '../../ports/base.ts';
import type { Fact } from '../../ports/mailbox.ts';
import { BOUND, type Entry } from './app.ts';

export type Rows = readonly (ItemRow & { readonly counted: number })[];

const WINDOW: Readonly<Record<string, number>> = { fifo: 3, urgent: 1 };

/** K6, K10: counts, bounds and windows, as the rows show them. */
export function checkRows(rows: Rows): void {
  for (const [box, mine] of Map.groupBy(rows, (row) => row.box)) {
    const waiting = mine.filter((row) => row.state === 'waiting').length;
    const started = mine.filter((row) => row.state === 'started').length;
    if (waiting !== mine[0]!.counted)
      throw new Error(`K10: ${box} counts ${mine[0]!.counted}, but ${waiting} wait`);
    // What waits again after a lost try was within the bound when it was posted.
    const fresh = mine.filter((row) => row.state === 'waiting' && row.tries === 0).length;
    if (fresh > BOUND) throw new Error(`K10: ${fresh} items wait in ${box}`);
    if (started > WINDOW[box]!) throw new Error(`K6: ${started} items of ${box} are in hand`);
    const seqs = new Set(mine.map((row) => row.seq));
    if (seqs.size !== mine.length) throw new Error(`K6: ${box} gave one seq twice`);
  }
}

/** Each item's story, as its facts tell it, is one that may happen, and ends where the row says. */
export function checkEntries(rows: Rows, entries: readonly Entry[]): void {
  const stories = Map.groupBy(entries, (entry) => entry.item);
  for (const row of rows) {
    let state: ItemRow['state'] = 'waiting';
    let starts = 0;
    for (const { fact, ahead } of stories.get(row.id) ?? []) {
      state = next(row, state, fact);
      if (fact.is !== 'started') continue;
      starts++;
      if (ahead >= WINDOW[row.box]!) throw new Error(`K6: item ${row.id} was started before ${ahead} others`);
    }
    if (state !== row.state) throw new Error(`K3: item ${row.id} is ${row.state}, its story ends ${state}`);
    if (row.lost === 'ask' && starts > 1)
      throw new Error(`K4: ask item ${row.id} was started ${starts} times`);
  }
}

function next(row: { id: Id; lost: string }, state: ItemRow['state'], fact: Fact): ItemRow['state'] {
  const inHand = state === 'started' || state === 'taken';
  switch (fact.is) {
    case 'evidence':
      return state;
    case 'started':
      if (state === 'waiting') return 'started';
      break;
    case 'taken':
      if (state === 'started') return 'taken';
      break;
    case 'again':
      if (inHand && row.lost === 'redeliver') return 'waiting';
      break;
    case 'over':
      if (fact.how === 'expired' || fact.how === 'revoked' ? state === 'waiting' : inHand) return 'over';
      break;
  }
  throw new Error(`K3: item ${row.id} was told ${JSON.stringify(fact)} while ${state}`);
}
