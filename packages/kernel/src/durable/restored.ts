import type { Key } from '../ports/base.ts';
import type { Op } from '../ports/store.ts';
import type { ItemRow } from './item-row.ts';
import type { Scope } from './scope.ts';

/** What a restored store cannot know. */
export interface Restored {
  /** Items that ended unknown, by mailbox. */
  readonly open: readonly { readonly box: string; readonly key: Key; readonly items: number }[];
  /** Items of apps that are switched off: nobody is there to hear of their end. */
  readonly ownerless: number;
}

/** How an app tells this end from others. */
const REPORT = { reason: 'restored' };

/**
 * Ends what may have happened between a backup and now. An `ask` item that was on its way when the backup was made,
 * also one that only waited, may since have been begun and done by a holder that the backup knows nothing of: to do it
 * again would be a guess, to drop it too. It ends unknown, and its app puts it to a person. What may be done twice is
 * done.
 */
export const restored: Op<null, Restored> = {
  name: 'kernel.restored',
  async run(tx) {
    const scope = tx as Scope;
    const rows = await scope.all<ItemRow>(
      `select * from item where state in ('waiting', 'started', 'taken') and lost = 'ask' order by id`,
    );
    const known = rows.filter((row) => scope.catalog.boxes.has(row.box));
    for (const row of known) await scope.end(row, 'unknown', REPORT);
    const lines = Map.groupBy(known, ({ box, key }) => `${box} ${key}`);
    return {
      open: [...lines.values()].map((items) => ({
        box: items[0]!.box,
        key: items[0]!.key,
        items: items.length,
      })),
      ownerless: rows.length - known.length,
    };
  },
};
