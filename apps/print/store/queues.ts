import type { Id, Key, Ms, Op, Tx } from '@posthouse/kernel';
import { printerKey, printerOfKey } from '../rules.ts';
import { movePapers, type Press } from './posting.ts';
import { find } from './printers.ts';
import { tell } from './rooms.ts';
import { iso } from './shapes.ts';
import { tables } from './tables.ts';

export interface Standing {
  readonly key: Key;
  readonly printerId: Id | null;
  readonly since: Ms;
  readonly waiting: number;
  /** The printer that may take what waits here. */
  readonly fallbackId: Id | null;
}

/** Mailboxes whose papers do not move. */
export function createQueueOps(press: Press) {
  /**
   * Says aloud which mailboxes have begun to stand still (the oldest paper waits longer than `after` and nothing has
   * been begun since) and which move again.
   */
  const watch: Op<{ after: Ms }, readonly Standing[]> = {
    name: 'print.queue.watch',
    async run(tx, { after }) {
      const now = await standing(tx, tx.now - after);
      const known = await tables(tx).selectFrom('print_queue').selectAll().execute();
      for (const queue of now) {
        if (known.some(({ box_key }) => box_key === queue.key)) continue;
        await tables(tx)
          .insertInto('print_queue')
          .values({ box_key: queue.key, since: queue.since })
          .execute();
        await tellQueue(tx, queue.printerId, queue.since, queue.waiting);
      }
      for (const { box_key } of known) {
        if (now.some(({ key }) => key === box_key)) continue;
        await tables(tx).deleteFrom('print_queue').where('box_key', '=', box_key).execute();
        await tellQueue(tx, printerOfKey(box_key), null, 0);
      }
      return now;
    },
  };

  /** Gives what nobody has begun to the fallback printer; returns how many papers moved. */
  const fallBack: Op<{ from: Id; to: Id }, number> = {
    name: 'print.queue.fallBack',
    async run(tx, { from, to }) {
      const row = await find(tx, from);
      const fallback = row?.fallback_id === to ? await find(tx, to) : undefined;
      if (!fallback || fallback.is_active === 0 || fallback.paused === 1) return 0;
      return movePapers(tx, press, printerKey(from), fallback);
    },
  };

  return { watch, fallBack, listStanding };
}

const listStanding: Op<null, readonly { key: Key; since: Ms }[]> = {
  name: 'print.queue.list',
  run: (tx) => tables(tx).selectFrom('print_queue').select(['box_key as key', 'since']).execute(),
};

async function standing(tx: Tx, before: Ms): Promise<Standing[]> {
  const rows = await tables(tx)
    .selectFrom('print_paper')
    .leftJoin('print_job', 'print_job.id', 'print_paper.job_id')
    .leftJoin('printer_config', 'printer_config.id', 'print_job.printer_id')
    .select((eb) => [
      'box_key as key',
      'fallback_id as fallbackId',
      eb.fn.min('posted_at').as('since'),
      eb.fn.countAll<number>().as('waiting'),
    ])
    .where('print_paper.status', '=', 'waiting')
    // Papers of a paused printer are meant to wait.
    .where('box_key', 'not like', 'print/paused/%')
    .where('posted_at', '<', before)
    .groupBy(['box_key', 'fallback_id'])
    .execute();
  const moving = await tables(tx)
    .selectFrom('print_paper')
    .select('box_key')
    .where('status', 'in', ['printing', 'at_agent'])
    .execute();
  const begun = new Set(moving.map(({ box_key }) => box_key));
  return rows
    .filter(({ key, since }) => since !== null && !begun.has(key))
    .map(({ key, since, waiting, fallbackId }) => ({
      key,
      printerId: printerOfKey(key),
      since,
      waiting,
      fallbackId,
    }));
}

function tellQueue(tx: Tx, printer: Id | null, since: Ms | null, waiting: number): Promise<void> {
  return tell(tx, {
    type: 'queue',
    printer_id: printer,
    standing_since: since === null ? null : iso(since),
    waiting,
    at: iso(tx.now),
  });
}
