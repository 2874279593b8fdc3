import type { Catalog } from '../../durable/catalog.ts';
import { toParcel, type ItemRow } from '../../durable/item-row.ts';
import { createCatalog } from '../../durable/catalog.ts';
import { heads, hold, report, start } from '../../durable/mailbox-ops.ts';
import { pruneMailboxes } from '../../durable/mailbox-rows.ts';
import type { Scope } from '../../durable/scope.ts';
import type { Op, Tx } from '../../ports/store.ts';
import { BOUND, modelApp, type ModelApp } from './app.ts';

/** A mistake that somebody could make; the model test is worth its time only if it finds each. */
export interface PlantedBug {
  readonly name: string;
  plant(): { catalog: Catalog; model: ModelApp; repliesBeforeCommit?: boolean };
}

/** The real thing, or with one op exchanged for a wrong one. */
export function sound(): { catalog: Catalog; model: ModelApp } {
  const model = modelApp();
  return { catalog: createCatalog([model.app]), model };
}

function exchanging<A, R>(op: Op<A, R>, run: (scope: Scope, args: A) => Promise<R>) {
  const { catalog, model } = sound();
  const wrong: Op<A, R> = { name: op.name, run: (tx: Tx, args: A) => run(tx as Scope, args) };
  return { model, catalog: { ...catalog, ops: new Map(catalog.ops).set(op.name, wrong) } };
}

export const plantedBugs: readonly PlantedBug[] = [
  {
    name: 'a stale lease may start an item (K4)',
    plant: () =>
      exchanging(start, async (scope, args) => {
        const row = await scope.item(args.item);
        const [line] = await scope.all<{ lease: number }>(
          `select lease from mailbox where box = ? and key = ?`,
          row?.box ?? '',
          row?.key ?? '',
        );
        return start.run(scope, { ...args, lease: line?.lease ?? args.lease });
      }),
  },
  {
    name: 'a new holder gets begun items again, whether it remembers them or not (K4)',
    plant: () =>
      exchanging(hold, async (scope, args) => {
        await scope.run(
          `update mailbox set waiting = waiting + (select count(*) from item where item.box = mailbox.box
             and item.key = mailbox.key and state = 'started') where box = ? and key = ?`,
          args.box,
          args.key,
        );
        await scope.run(
          `update item set state = 'waiting', due = expires where box = ? and key = ? and state = 'started'`,
          args.box,
          args.key,
        );
        return hold.run(scope, args);
      }),
  },
  {
    name: 'a report counts whoever makes it (K5)',
    plant: () =>
      exchanging(report, async (scope, args) => {
        const row = await scope.item(args.item);
        return report.run(scope, { ...args, lease: row?.lease ?? args.lease });
      }),
  },
  {
    name: 'items are offered by age alone (K6)',
    plant: () =>
      exchanging(heads, async (scope, { box, key }) => {
        const rows = await scope.all<ItemRow>(
          `select * from item where box = ? and key = ? and state = 'waiting' and not_before <= ? order by seq`,
          box,
          key,
          scope.now,
        );
        return { parcels: rows.map(toParcel), next: scope.now + 1_000 };
      }),
  },
  {
    name: 'the bound is never looked at (K10)',
    plant: () => {
      const model = modelApp(BOUND * 100);
      return { catalog: createCatalog([model.app]), model };
    },
  },
  {
    name: 'an answer leaves before the commit (K1)',
    plant: () => ({ ...sound(), repliesBeforeCommit: true }),
  },
  {
    name: 'what was taken back may still be started (K4)',
    plant: () =>
      exchanging(start, async (scope, args) => {
        await scope.run(
          `update item set state = 'waiting', how = null, over_at = null where id = ? and how = 'revoked'`,
          args.item,
        );
        return start.run(scope, args);
      }),
  },
  {
    name: 'a mailbox that was forgotten counts from the beginning again (K5, K6)',
    plant: () =>
      exchanging(pruneMailboxes, async (scope, args) => {
        const next = await pruneMailboxes.run(scope, args);
        await scope.run(`update meta set value = '0' where name = 'floor'`);
        return next;
      }),
  },
  {
    name: 'a mailbox is forgotten whose items are begun (K4)',
    plant: () =>
      exchanging(pruneMailboxes, async (scope, args) => {
        await scope.run(`delete from mailbox where holder is null and waiting = 0`);
        return pruneMailboxes.run(scope, args);
      }),
  },
];
