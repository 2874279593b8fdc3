import { sql } from 'kysely';
import { identity } from '../durable/tables.ts';
import type { App, Migration } from '../ports/app.ts';
import { CodedError, refuse, type Id, type Key, type Ms, type Refusal } from '../ports/base.ts';
import type { Mailbox, Post } from '../ports/mailbox.ts';
import type { LogRoom, StateRoom } from '../ports/room.ts';
import type { Op, Tx } from '../ports/store.ts';

/** What the suite's app is built from, in every thread. */
export interface StoreAppConfig {
  /** `broken` fails half-way; `newer` has one migration more than `plain`; `off` has no app at all. */
  readonly schema: 'plain' | 'broken' | 'newer' | 'off';
}

interface Tables {
  note: { id: Id; name: string; count: number };
}

const box: Mailbox<string> = {
  name: 'suite.box',
  order: 'fifo',
  window: { items: 1, bytes: 1_000 },
  bound: 3,
  silence: 1_000,
  again: () => null,
  rival: 'newest',
  async changed() {},
};

const state: StateRoom<string> = {
  name: 'suite.state',
  kind: 'state',
  may: () => true,
  id: (message) => message,
  snapshot: async () => ({ at: 0, values: [] }),
};

const log: LogRoom = {
  name: 'suite.log',
  kind: 'log',
  may: () => true,
  keep: { count: 100, age: 60_000, durable: true },
  sequence: 'key',
};

/** Few messages per key. */
const shortLog: LogRoom = { ...log, name: 'suite.short', keep: { ...log.keep, count: 3 } };

/** Few messages in all. */
const shared: LogRoom = { ...shortLog, name: 'suite.shared', sequence: 'room' };

function notes(tx: Tx) {
  return tx.db<Tables>();
}

/** Adds a row and returns the moment of the call. */
export const add: Op<{ name: string }, Ms> = {
  name: 'suite.add',
  async run(tx, { name }) {
    await notes(tx)
      .insertInto('note')
      .values({ name, count: 0 } as Tables['note'])
      .execute();
    return tx.now;
  },
};

export const names: Op<null, string[]> = {
  name: 'suite.names',
  async run(tx) {
    const rows = await notes(tx).selectFrom('note').select('name').orderBy('id').execute();
    return rows.map(({ name }) => name);
  },
};

/** Reads and writes back: loses updates unless `lock` or the single writer keeps others out. */
export const increase: Op<{ id: Id }, number> = {
  name: 'suite.increase',
  async run(tx, { id }) {
    await tx.lock('note', id);
    const { count } = await notes(tx)
      .selectFrom('note')
      .select('count')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    await notes(tx)
      .updateTable('note')
      .set({ count: count + 1 })
      .where('id', '=', id)
      .execute();
    return count + 1;
  },
};

export const refuseIt: Op<null, Refusal> = {
  name: 'suite.refuse',
  run: async () => refuse('SUITE_NO', { why: 'asked to' }),
};

/** Fails as told, before or after it has written. */
export const fail: Op<{ after: 'nothing' | 'a row'; how: 'coded' | 'bug' }, never> = {
  name: 'suite.fail',
  async run(tx, { after, how }) {
    if (after === 'a row') await add.run(tx, { name: 'of a failed op' });
    if (how === 'coded') throw new CodedError('SUITE_NO', { after });
    throw new TypeError('a bug');
  },
};

/** Goes on after a row that does not fit, as if nothing had been. */
export const shrug: Op<{ large: string; small: string }, void> = {
  name: 'suite.shrug',
  async run(tx, { large, small }) {
    await add.run(tx, { name: large }).catch(() => {});
    await add.run(tx, { name: small }).catch(() => {});
  },
};

export const post: Op<{ key: Key; ref: string; expires?: Ms }, Id> = {
  name: 'suite.post',
  run: (tx, { key, ref, expires }) => {
    const how: Post = { ref, lost: 'ask', ...(expires !== undefined && { expires }) };
    return tx.post(box, key, `body of ${ref}`, how);
  },
};

/** Posts under another name, then forgets the row: its id must never come back. */
export const postAndForget: Op<{ key: Key; ref: string }, Id> = {
  name: 'suite.postAndForget',
  async run(tx, { key, ref }) {
    const id = await post.run(tx, { key, ref });
    await tx.revoke(box, key, ref);
    await sql`delete from item where id = ${id}`.execute(tx.db());
    return id;
  },
};

export interface MailboxRow {
  readonly key: Key;
  readonly next_seq: number;
  readonly lease: number;
}

export const mailboxes: Op<null, MailboxRow[]> = {
  name: 'suite.mailboxes',
  async run(tx) {
    const { rows } = await sql<MailboxRow>`select key, next_seq, lease from mailbox order by key`.execute(
      tx.db(),
    );
    return rows;
  },
};

export const say: Op<{ room: 'state' | 'log'; key: Key; message: string }, void> = {
  name: 'suite.say',
  run: (tx, { room, key, message }) => tx.publish(room === 'state' ? state : log, key, message),
};

/** Many messages of a log that keeps few. */
export const chatter: Op<{ room: 'short' | 'shared'; key: Key; count: number }, void> = {
  name: 'suite.chatter',
  async run(tx, { room, key, count }) {
    for (let n = 0; n < count; n++) await tx.publish(room === 'short' ? shortLog : shared, key, 'a word');
  },
};

/** The places of what is kept of a log, by room and key. */
export const kept: Op<null, Record<string, number[]>> = {
  name: 'suite.kept',
  async run(tx) {
    const { rows } = await sql<{ room: string; key: Key; seq: number }>`
      select room, key, seq from log order by room, key, seq`.execute(tx.db());
    const places: Record<string, number[]> = {};
    for (const { room, key, seq } of rows) (places[`${room} ${key}`] ??= []).push(seq);
    return places;
  },
};

export const remind: Op<{ entity: Key; at: Ms | null }, void> = {
  name: 'suite.remind',
  run: (tx, { entity, at }) => tx.deadline(entity, at),
};

export const commitNumber: Op<null, number> = { name: 'suite.commitNumber', run: (tx) => tx.at() };

/** Returns what it was given, through both crossings. */
export const echo: Op<unknown, unknown> = { name: 'suite.echo', run: async (_tx, args) => args };

/** What no message may carry. */
export const uncloneable: Op<null, unknown> = {
  name: 'suite.uncloneable',
  run: async () => () => 'a function',
};

/** Publishes what no message may carry, and something else. */
export const sayUncloneable: Op<null, void> = {
  name: 'suite.sayUncloneable',
  async run(tx) {
    await tx.publish(state, 'suite/1', (() => 'a function') as unknown as string);
    await tx.publish(state, 'suite/1', 'plain');
  },
};

/** Known by no catalog. */
export const unknown: Op<null, null> = { name: 'suite.unknown', run: async () => null };

const first: Migration = {
  name: '1-notes',
  async up(db, dialect) {
    await sql`create table note (id ${identity(dialect)}, name text not null, count bigint not null)`.execute(
      db,
    );
  },
};

const broken: Migration = {
  name: '2-broken',
  async up(db) {
    await sql`create table half (id bigint)`.execute(db);
    await sql`insert into no_such_table values (1)`.execute(db);
  },
};

/** Succeeds only where nothing of `broken` was left behind. */
const newer: Migration = {
  name: '3-newer',
  async up(db) {
    await sql`create table half (id bigint)`.execute(db);
  },
};

const MIGRATIONS: Readonly<Record<'plain' | 'broken' | 'newer', readonly Migration[]>> = {
  plain: [first],
  broken: [first, broken],
  newer: [first, newer],
};

/** The suite's apps, as the threads of a store import them. */
export function defineApps({ schema }: StoreAppConfig): readonly App[] {
  if (schema === 'off') return [];
  const ops = [
    add,
    names,
    increase,
    refuseIt,
    fail,
    shrug,
    post,
    postAndForget,
    mailboxes,
    say,
    chatter,
    kept,
    remind,
    commitNumber,
    echo,
    uncloneable,
    sayUncloneable,
  ];
  return [
    {
      name: 'suite',
      migrations: MIGRATIONS[schema],
      routes: [],
      errors: {},
      permissions: [],
      retention: [],
      ops,
      boxes: [box],
      rooms: [state, log, shortLog, shared],
      endpoints: [],
      periodic: [],
      async deadline() {},
      accept: async () => refuse('SUITE_NO'),
      start: async () => async () => {},
    },
  ];
}
