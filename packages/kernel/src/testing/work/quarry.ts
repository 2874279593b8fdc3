import { refuse, type Key, type Refusal } from '../../ports/base.ts';
import type { App } from '../../ports/app.ts';
import type { Op, Tx } from '../../ports/store.ts';
import type { Work, WorkStart, WorkStop } from '../../ports/work.ts';
import { sql } from 'kysely';
import { identity } from '../../durable/tables.ts';

interface Tables {
  dug: { id: number; key: Key; what: string };
}

export interface Quarry {
  readonly app: App;
  readonly dig: Work<string>;
  readonly ask: Op<{ key: Key; input?: string; start?: WorkStart }, void>;
  readonly stop: Op<{ key: Key; stays: WorkStop }, void>;
  /** What a run saves: a row. */
  readonly haul: Op<{ key: Key; what: string }, void>;
  readonly no: Op<null, Refusal>;
  /** Rows for that many works, as if they had been asked for. */
  readonly fill: Op<{ count: number }, void>;
  /** Everything that was saved, and how works ended, in order. */
  readonly dug: Op<{ key: Key }, string[]>;
}

/** An app with one kind of work, which digs; what it finds are rows. Its runs are played by the test. */
export function createQuarry(changes: Partial<Work<string>> = {}): Quarry {
  const dig: Work<string> = {
    name: 'quarry.dig',
    limit: 2,
    async run() {},
    done: (tx, key) => note(tx, key, 'done'),
    failed: (tx, key, { code }) => note(tx, key, code),
    ...changes,
  };
  const ask: Quarry['ask'] = {
    name: 'quarry.ask',
    run: (tx, { key, input = 'a spade', start }) => tx.work(dig, key, input, start),
  };
  const stop: Quarry['stop'] = {
    name: 'quarry.stop',
    run: (tx, { key, stays }) => tx.stop(dig, key, stays),
  };
  const haul: Quarry['haul'] = { name: 'quarry.haul', run: (tx, { key, what }) => note(tx, key, what) };
  const no: Quarry['no'] = { name: 'quarry.no', run: async () => refuse('QUARRY_NO') };
  const fill: Quarry['fill'] = {
    name: 'quarry.fill',
    async run(tx, { count }) {
      await sql`with recursive n (i) as (select 1 union all select i + 1 from n where i < ${count})
        insert into work (kind, key, input, state, run, tries, not_before, asked_at)
        select ${dig.name}, 'quarry/full/' || i, 'null', 'stopped', 1, 0, 0, 0 from n`.execute(tx.db());
    },
  };
  const dug: Quarry['dug'] = {
    name: 'quarry.dug',
    async run(tx, { key }) {
      const rows = tx.db<Tables>().selectFrom('dug').select('what').where('key', '=', key).orderBy('id');
      return (await rows.execute()).map(({ what }) => what);
    },
  };
  const app: App = {
    name: 'quarry',
    migrations: [
      {
        name: '1-dug',
        async up(db, dialect) {
          await sql`create table dug (id ${identity(dialect)}, key text not null, what text not null)`.execute(
            db,
          );
        },
      },
    ],
    ops: [ask, stop, haul, no, fill, dug] as App['ops'],
    works: [dig],
    routes: [],
    errors: {},
    permissions: [],
    retention: [],
    boxes: [],
    rooms: [],
    endpoints: [],
    periodic: [],
    async deadline() {},
    accept: async () => refuse('QUARRY_NO'),
    start: async () => async () => {},
  };
  return { app, dig, ask, stop, haul, no, fill, dug };
}

async function note(tx: Tx, key: Key, what: string): Promise<void> {
  await tx
    .db<Tables>()
    .insertInto('dug')
    .values({ key, what } as Tables['dug'])
    .execute();
}
