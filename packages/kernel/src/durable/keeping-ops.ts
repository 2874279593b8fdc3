import type { Id, Key, Ms } from '../ports/base.ts';
import type { Op } from '../ports/store.ts';
import type { ItemRow } from './item-row.ts';
import { loseTry } from './mailbox-ops.ts';
import { kernelRetention } from './retention.ts';
import type { Scope } from './scope.ts';

/** Rows of each kind that one run handles, so that no commit grows long. */
const BATCH = 64;

/**
 * At the start of a process: nobody holds anything any more, and every lease of the last one is stale. Items of an app
 * that is switched off stay as they are: nobody is there to hear of their end (K3).
 */
export const boot: Op<null, void> = {
  name: 'kernel.boot',
  async run(tx) {
    const scope = tx as Scope;
    await scope.run(`update mailbox set holder = null, lease = lease + 1 where holder is not null`);
    const unqueued = await scope.all<ItemRow>(`select * from item where state = 'waiting' and queue = 0`);
    for (const row of unqueued) if (scope.catalog.boxes.has(row.box)) await scope.end(row, 'revoked');
  },
};

/** A row that has come due: an item that expires or is silent, or an entity's deadline. */
export type Due = { readonly item: Id } | { readonly entity: Key };

/** What has come due by now, oldest first, and when to look again; null when nothing is foreseen. */
export const due: Op<null, { due: readonly Due[]; next: Ms | null }> = {
  name: 'kernel.due',
  async run(tx) {
    const scope = tx as Scope;
    const items = await scope.all<{ item: Id }>(
      `select id as item from item where due <= ? order by due, id limit ?`,
      scope.now,
      BATCH,
    );
    const deadlines = await scope.all<{ entity: Key }>(
      `select entity from deadline where at <= ? order by at, entity limit ?`,
      scope.now,
      BATCH,
    );
    const more = items.length === BATCH || deadlines.length === BATCH;
    const [soonest] = await scope.all<{ at: Ms | null }>(
      `select min(at) as at from (select min(due) as at from item where due > ?
       union all select min(at) as at from deadline where at > ?) as soonest`,
      scope.now,
      scope.now,
    );
    return { due: [...items, ...deadlines], next: more ? scope.now : (soonest?.at ?? null) };
  },
};

/**
 * Does what one row asks for: an expiry, a lost try, a deadline. Rows that are not due any more are left alone.
 * `ownerless`: its app is switched off, and nothing was changed.
 */
export const settleDue: Op<Due, 'settled' | 'ownerless'> = {
  name: 'kernel.settleDue',
  async run(tx, one) {
    const scope = tx as Scope;
    return 'item' in one
      ? itemDue(scope, await scope.itemToChange(one.item))
      : deadlineDue(scope, one.entity);
  },
};

/** Looks at a row later that could not be settled now. */
export const postponeDue: Op<{ one: Due; until: Ms }, void> = {
  name: 'kernel.postponeDue',
  async run(tx, { one, until }) {
    const scope = tx as Scope;
    if ('item' in one)
      await scope.run(`update item set due = ? where id = ? and due is not null`, until, one.item);
    else await scope.run(`update deadline set at = ? where entity = ?`, until, one.entity);
    scope.dueBy(until);
  },
};

async function itemDue(scope: Scope, row: ItemRow | undefined): Promise<'settled' | 'ownerless'> {
  // Since it was listed it may have been changed.
  if (!row || row.due === null || row.due > scope.now) return 'settled';
  if (!scope.catalog.boxes.has(row.box)) return 'ownerless';
  if (row.state === 'waiting') await scope.end(row, 'expired');
  else if (row.lost === 'redeliver') await loseTry(scope, row);
  else await scope.end(row, 'unknown');
  return 'settled';
}

async function deadlineDue(scope: Scope, entity: Key): Promise<'settled' | 'ownerless'> {
  const app = scope.catalog.apps.get(entity.slice(0, entity.indexOf('/')));
  if (!app) return 'ownerless';
  const deleted = await scope.run(`delete from deadline where entity = ? and at <= ?`, entity, scope.now);
  if (deleted > 0) await app.deadline(scope, entity);
  return 'settled';
}

/** Deletes up to `limit` rows of one table that are past their time; returns how many. */
export const prune: Op<{ table: string; limit: number }, number> = {
  name: 'kernel.prune',
  async run(tx, { table, limit }) {
    const scope = tx as Scope;
    const rules = [...kernelRetention, ...[...scope.catalog.apps.values()].flatMap((app) => app.retention)];
    const rule = rules.find((candidate) => candidate.table === table);
    return rule ? rule.prune(tx, scope.now - rule.keep, limit) : 0;
  },
};
