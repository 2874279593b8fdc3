import { sql } from 'kysely';
import type { App } from '../../ports/app.ts';
import type { Id, Key, Ms } from '../../ports/base.ts';
import type { Fact, Item, Mailbox, Post } from '../../ports/mailbox.ts';
import type { Op, Tx } from '../../ports/store.ts';
import type { ItemRow } from '../../durable/item-row.ts';
import type { Scope } from '../../durable/scope.ts';

export const SILENCE: Ms = 30_000;
export const BOUND = 6;

/** What the ledger keeps of each fact, in the fact's own transaction. */
export interface Entry {
  readonly item: Id;
  readonly fact: Fact;
  readonly at: Ms;
  /** Items that could have been started instead, by the mailbox's order. */
  readonly ahead: number;
}

export type LineName = 'fifo' | 'urgent';

export interface PostArgs {
  readonly line: LineName;
  readonly key: Key;
  readonly ref: string;
  readonly how: Omit<Post, 'ref'>;
}

interface Tables {
  ledger: { n: number; item: number; fact: string; at: number; ahead: number };
}

function box(name: LineName, bound: number): Mailbox<string> {
  return {
    name,
    order: name === 'fifo' ? 'fifo' : 'priority',
    window: name === 'fifo' ? { items: 3, bytes: 1_000 } : { items: 1, bytes: 1_000 },
    bound,
    silence: SILENCE,
    again: (tries) => (tries < 3 ? 1_000 * tries : null),
    rival: 'newest',
    async changed(tx, item, fact) {
      const ahead = fact.is === 'started' ? await readyBefore(tx, item) : 0;
      await sql`insert into ledger (item, fact, at, ahead)
        values (${item.id}, ${JSON.stringify(fact)}, ${tx.now}, ${ahead})`.execute(tx.db());
    },
  };
}

async function readyBefore(tx: Tx, item: Item<string>): Promise<number> {
  const result = await sql<{ count: number }>`
    select count(*) as count from item as other join item as mine on mine.id = ${item.id}
    where other.box = mine.box and other.key = mine.key and other.state = 'waiting' and other.id <> mine.id
    and other.not_before <= ${tx.now} and (other.expires is null or other.expires > ${tx.now})
    and (other.priority < mine.priority or (other.priority = mine.priority and other.seq < mine.seq))`.execute(
    tx.db(),
  );
  return result.rows[0]!.count;
}

export const postOp: Op<PostArgs, Id> = {
  name: 'model.post',
  run: (tx, { line, key, ref, how }) => tx.post(boxOf(tx, line), key, ref, { ref, ...how }),
};

export const revokeOp: Op<{ line: LineName; key: Key; ref: string }, string> = {
  name: 'model.revoke',
  run: (tx, { line, key, ref }) => tx.revoke(boxOf(tx, line), key, ref),
};

export const abandonOp: Op<{ item: Id }, void> = {
  name: 'model.abandon',
  run: (tx, { item }) => tx.abandon(item),
};

/** The ops are shared by all model apps; each store knows its own boxes. */
function boxOf(tx: Tx, line: LineName): Mailbox<string> {
  return (tx as Scope).catalog.boxes.get(line)!;
}

export interface ModelApp {
  readonly app: App;
  readonly boxes: Readonly<Record<LineName, Mailbox<string>>>;
}

/** An app of two mailboxes that remembers every fact it is told. */
export function modelApp(bound = BOUND): ModelApp {
  const boxes = { fifo: box('fifo', bound), urgent: box('urgent', bound) };
  const app: App = {
    name: 'model',
    migrations: [
      {
        name: '1',
        async up(db) {
          await sql`create table ledger (n integer primary key autoincrement, item integer, fact text, at integer, ahead integer)`.execute(
            db,
          );
        },
      },
    ],
    routes: [],
    errors: {},
    permissions: [],
    retention: [],
    ops: [postOp, revokeOp, abandonOp, items, ledger] as App['ops'],
    boxes: [boxes.fifo, boxes.urgent] as App['boxes'],
    rooms: [],
    endpoints: [],
    async deadline() {},
    async accept() {
      return { refuse: 'MODEL_NO_PEERS' };
    },
    async start() {
      return async () => {};
    },
    periodic: [],
  };
  return { app, boxes };
}

/** Every item, oldest first, with its mailbox's own count of waiting ones: none where the mailbox is forgotten. */
export const items: Op<null, readonly (ItemRow & { counted: number })[]> = {
  name: 'model.items',
  async run(tx) {
    const result = await sql<ItemRow & { counted: number }>`
      select item.*, coalesce(mailbox.waiting, 0) as counted from item
      left join mailbox on mailbox.box = item.box and mailbox.key = item.key order by item.id`.execute(
      tx.db(),
    );
    return result.rows;
  },
};

export const ledger: Op<null, readonly Entry[]> = {
  name: 'model.ledger',
  async run(tx) {
    const rows = await tx.db<Tables>().selectFrom('ledger').selectAll().orderBy('n').execute();
    return rows.map((row) => ({ ...row, fact: JSON.parse(row.fact) as Fact }));
  },
};
