import type { Key } from '../ports/base.ts';
import type { Op } from '../ports/store.ts';
import type { Scope } from './scope.ts';

export interface MailboxName {
  readonly box: string;
  readonly key: Key;
}

interface Numbers {
  readonly next_seq: number;
  readonly lease: number;
}

/** Rows that one commit looks at, so that it delays nobody's. */
export const MAILBOX_STEP = 256;

const FLOOR = `(select cast(value as bigint) from meta where name = 'floor')`;
const COUNT_ON = `update mailbox set next_seq = next_seq + 1 + ${FLOOR}, lease = lease + ${FLOOR}
  where box = ? and key = ? returning next_seq, lease`;
const RAISE_FLOOR = `update meta set value = ? where name = 'floor' and cast(value as bigint) < ?`;
const STEP = `select box, key, holder from mailbox where (box, key) > (?, ?) order by box, key limit ?`;
const OPEN_ITEM = `select 1 from item where box = ? and key = ? and state <> 'over' limit 1`;
const FORGET = `delete from mailbox where box = ? and key = ? returning next_seq, lease`;

/**
 * A row that was inserted just now, counting from 0, goes on above every seq and lease of mailboxes that are forgotten:
 * it may be one of them. A statement of its own, so that on a server it sees the floor of whoever forgot it.
 */
export async function countOnFromFloor(scope: Scope, { box, key }: MailboxName): Promise<Numbers> {
  const [numbers] = await scope.all<Numbers>(COUNT_ON, box, key);
  return numbers!;
}

/**
 * Forgets mailboxes that nobody holds and that have no item on its way, in one step of a walk over all of them. Returns
 * where the next step begins; null: that was the last.
 */
export const pruneMailboxes: Op<{ after: MailboxName | null }, MailboxName | null> = {
  name: 'kernel.prune-mailboxes',
  async run(tx, { after }) {
    const scope = tx as Scope;
    // Whoever posts or holds at this moment has the row locked: it is passed over, and stays as it is until the commit.
    const lock = scope.connection.dialect === 'postgres' ? 'for update skip locked' : '';
    const rows = await scope.all<MailboxName & { holder: string | null }>(
      `${STEP} ${lock}`,
      after?.box ?? '',
      after?.key ?? '',
      MAILBOX_STEP,
    );
    for (const { box, key, holder } of rows) {
      if (holder !== null || (await scope.all(OPEN_ITEM, box, key)).length > 0) continue;
      const [gone] = await scope.all<Numbers>(FORGET, box, key);
      const floor = Math.max(gone!.next_seq - 1, gone!.lease + 1);
      await scope.run(RAISE_FLOOR, String(floor), floor);
    }
    const last = rows.at(-1);
    return last ? { box: last.box, key: last.key } : null;
  },
};
