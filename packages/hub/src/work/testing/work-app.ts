import { threadId } from 'node:worker_threads';
import { sql } from 'kysely';
import {
  refuse,
  type App,
  type Job,
  type Key,
  type Op,
  type Refusal,
  type Work,
  type WorkStop,
} from '@posthouse/kernel';

/** How a run of `try.count` goes wrong. */
export type Mishap = 'exit' | 'out of memory' | 'bug' | 'refused' | 'spin' | 'ignore the flag';

export interface Counting {
  readonly to: number;
  /** The number at which it does, each time it comes there. */
  readonly at?: number;
  readonly how?: Mishap;
}

interface Tables {
  fact: { id: number; key: Key; what: string };
}

const note: Op<{ key: Key; what: string }, void> = {
  name: 'try.note',
  async run(tx, fact) {
    const row = fact as Tables['fact'];
    await tx.db<Tables>().insertInto('fact').values(row).execute();
  },
};

const no: Op<null, Refusal> = { name: 'try.no', run: async () => refuse('TRY_NO', { why: 'asked to' }) };

/** What the works have left behind, in order. */
export const facts: Op<{ key: Key }, string[]> = {
  name: 'try.facts',
  async run(tx, { key }) {
    const about = tx.db<Tables>().selectFrom('fact').select('what').where('key', '=', key);
    return (await about.orderBy('id').execute()).map(({ what }) => what);
  },
};

export const ask: Op<{ key: Key; input: Counting; from?: 'start' }, void> = {
  name: 'try.ask',
  run: (tx, { key, input, from }) => tx.work(count, key, input, from && { from }),
};

export const halt: Op<{ key: Key; stays: WorkStop }, void> = {
  name: 'try.halt',
  run: (tx, { key, stays }) => tx.stop(count, key, stays),
};

/** Counts on from its checkpoint, a save for each number, and checks that it can read what it saved. */
const count: Work<Counting> = {
  name: 'try.count',
  limit: 2,
  async run(job) {
    const { input, key } = job;
    for (let n = ((job.checkpoint as number | undefined) ?? 0) + 1; n <= input.to; n++) {
      if (n === input.at) await meet(input.how!, job);
      if (job.stopped()) return;
      await job.save(note, { key, what: `${n}` }, n);
      const found = await job.read(facts, { key });
      if (found.at(-1) !== `${n}`) throw new Error(`saved ${n}, and read ${found.join()}`);
    }
    await job.save(note, { key, what: `thread ${threadId}` }, input.to);
  },
  done: (tx, key) => note.run(tx, { key, what: 'done' }),
  failed: (tx, key, { code, detail }) =>
    note.run(tx, { key, what: `failed: ${code}${detail === undefined ? '' : ` ${JSON.stringify(detail)}`}` }),
};

async function meet(how: Mishap, job: Job<Counting>): Promise<void> {
  switch (how) {
    case 'exit':
      return process.exit(7);
    case 'out of memory':
      for (const all: string[][] = []; ;) all.push(Array.from({ length: 1e5 }, (_, n) => `${n} of many`));
    case 'bug':
      throw new TypeError('a bug');
    case 'refused':
      return job.save(no, null, 0);
    case 'spin':
      while (!job.stopped());
      return;
    case 'ignore the flag':
      for (;;);
  }
}

/** As the threads of the store and those of works import it. */
export function defineApps(): readonly App[] {
  return [
    {
      name: 'try',
      migrations: [
        {
          name: '1-facts',
          async up(db) {
            await sql`create table fact (id integer primary key, key text not null, what text not null)`.execute(
              db,
            );
          },
        },
      ],
      ops: [note, no, facts, ask, halt] as App['ops'],
      works: [count],
      routes: [],
      errors: {},
      permissions: [],
      retention: [],
      boxes: [],
      rooms: [],
      endpoints: [],
      periodic: [],
      async deadline() {},
      accept: async () => refuse('TRY_NO'),
      start: async () => async () => {},
    },
  ];
}
