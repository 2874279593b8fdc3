import { sql } from 'kysely';
import type { App } from '../../ports/app.ts';
import type { Key } from '../../ports/base.ts';
import type { LogRoom, StateRoom } from '../../ports/room.ts';
import type { Op } from '../../ports/store.ts';

/** A value of the state room; versions of one id only grow. */
export interface Value {
  readonly id: string;
  readonly version: number;
}

interface Tables {
  value: Value;
}

const DAY = 86_400_000;
const anybody = { may: () => true } as const;

/** One log per key. */
export const journal: LogRoom = {
  ...anybody,
  name: 'model.journal',
  kind: 'log',
  keep: { count: 1_000_000, age: 365 * DAY, durable: true },
  sequence: 'key',
};

/** One log for all keys. */
export const feed: LogRoom = { ...journal, name: 'model.feed', sequence: 'room' };

/** A log that a restart forgets, and that keeps little. */
export const ticks: LogRoom = {
  ...anybody,
  name: 'model.ticks',
  kind: 'log',
  keep: { count: 20, age: DAY, durable: false },
  sequence: 'key',
};

/** The values whose ids begin with the key. */
const values: Op<Key, { at: number; values: Value[] }> = {
  name: 'model.values',
  async run(tx, key) {
    const rows = tx.db<Tables>().selectFrom('value').selectAll().where('id', 'like', `${key}%`);
    return { at: await tx.at(), values: await rows.execute() };
  },
};

export const board: StateRoom<Value> = {
  ...anybody,
  name: 'model.board',
  kind: 'state',
  id: ({ id }) => id,
  snapshot: (store, key) => store.read(values, key),
};

export const say: Op<{ room: 'journal' | 'feed'; key: Key; text: string }, void> = {
  name: 'model.say',
  run: (tx, { room, key, text }) => tx.publish(room === 'feed' ? feed : journal, key, text),
};

export const set: Op<Value, void> = {
  name: 'model.set',
  async run(tx, value) {
    await tx
      .db<Tables>()
      .insertInto('value')
      .values(value)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(value))
      .execute();
    await tx.publish(board, value.id.slice(0, 1), value);
  },
};

/** The app of the model: four rooms and the ops that publish to them. */
export const modelApp: App = {
  name: 'model',
  migrations: [
    {
      name: '1-values',
      async up(db) {
        await sql`create table value (id text primary key, version bigint not null)`.execute(db);
      },
    },
  ],
  routes: [],
  errors: {},
  permissions: [],
  retention: [],
  ops: [say, set, values] as App['ops'],
  boxes: [],
  rooms: [journal, feed, ticks, board] as App['rooms'],
  endpoints: [],
  deadline: async () => {},
  accept: async () => ({ refuse: 'KERNEL_FORBIDDEN' }),
  start: async () => async () => {},
  periodic: [],
};
