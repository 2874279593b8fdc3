import {
  refuse,
  type App,
  type Commit,
  type Id,
  type Mailbox,
  type Op,
  type Report,
} from '@posthouse/kernel';
import {
  pruningSuite,
  storeSuite,
  storeSuiteApps,
  workSuite,
  type StorePlace,
} from '@posthouse/kernel/testing';
import { add, increase } from '@posthouse/kernel/testing/store-app';
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { startPostgres } from '../../../../test-support/postgres.ts';
import { openPostgres } from './open.ts';

/** Locks two rows with a pause between: two of them the opposite way round are a deadlock. */
const lockBoth: Op<{ first: number; second: number }, null> = {
  name: 'trouble.lockBoth',
  async run(tx, { first, second }) {
    await tx.lock('note', first);
    await sql`select pg_sleep(0.3)`.execute(tx.db());
    await tx.lock('note', second);
    await sql`update note set count = count + 1 where id in (${first}, ${second})`.execute(tx.db());
    return null;
  },
};

/** Ends its own connection, as a server that restarts does. */
const hangUp: Op<null, null> = {
  name: 'trouble.hangUp',
  async run(tx) {
    await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx.db());
    return null;
  },
};

/** Its facts take long to follow, so that two ops that change one item meet. */
const slowBox: Mailbox<null> = {
  name: 'trouble.box',
  order: 'fifo',
  window: { items: 1, bytes: 1_000 },
  bound: 10,
  silence: 1_000,
  again: () => null,
  rival: 'newest',
  async changed(tx) {
    await sql`select pg_sleep(0.3)`.execute(tx.db());
  },
};

const quickBox: Mailbox<null> = { ...slowBox, name: 'trouble.quick', async changed() {} };

const KEY = 'trouble/1';

/** An item that comes and goes: for a moment its mailbox is of use. */
const comeAndGo: Op<string, void> = {
  name: 'trouble.comeAndGo',
  async run(tx, ref) {
    await tx.post(quickBox, KEY, null, { ref, lost: 'ask' });
    await tx.revoke(quickBox, KEY, ref);
  },
};

const seqs: Op<null, number[]> = {
  name: 'trouble.seqs',
  async run(tx) {
    const { rows } = await sql<{ seq: number }>`select seq from item where box = ${quickBox.name}`.execute(
      tx.db(),
    );
    return rows.map(({ seq }) => seq);
  },
};

const postSlowly: Op<string, Id> = {
  name: 'trouble.post',
  run: (tx, ref) => tx.post(slowBox, KEY, null, { ref, lost: 'ask' }),
};

const takeBack: Op<string, string> = {
  name: 'trouble.takeBack',
  run: (tx, ref) => tx.revoke(slowBox, KEY, ref),
};

const giveUp: Op<Id, void> = {
  name: 'trouble.giveUp',
  run: (tx, item) => tx.abandon(item),
};

const itemNow: Op<Id, { state: string } | undefined> = {
  name: 'trouble.item',
  async run(tx, id) {
    const { rows } = await sql<{ state: string }>`select state from item where id = ${id}`.execute(tx.db());
    return rows[0];
  },
};

const isolation: Op<null, string | undefined> = {
  name: 'trouble.isolation',
  async run(tx) {
    const { rows } = await sql<{
      now: string;
    }>`select current_setting('transaction_isolation') as now`.execute(tx.db());
    return rows[0]?.now;
  },
};

/** An op of the kernel's own, which a store knows by its name. */
function ofTheKernel<A, R>(name: string): Op<A, R> {
  return { name: `kernel.${name}`, run: () => Promise.reject(new Error('run by its name')) };
}

const trouble: App = {
  name: 'trouble',
  migrations: [],
  routes: [],
  errors: {},
  permissions: [],
  retention: [],
  ops: [lockBoth, hangUp, postSlowly, takeBack, giveUp, itemNow, isolation, comeAndGo, seqs] as App['ops'],
  boxes: [slowBox, quickBox] as App['boxes'],
  rooms: [],
  endpoints: [],
  periodic: [],
  async deadline() {},
  accept: async () => refuse('TROUBLE_NO'),
  start: async () => async () => {},
};

const postgres = await startPostgres();

describe.skipIf('missing' in postgres)('with a server', () => {
  if ('missing' in postgres) return;
  const server = postgres.got;
  afterAll(() => server.stop());

  const makePlace = async (): Promise<StorePlace> => {
    const url = await server.createDatabase();
    return {
      open: (config, now) => openPostgres({ url, clock: { now }, apps: storeSuiteApps(config) }),
      remove: async () => {},
    };
  };

  storeSuite('PostgreSQL', makePlace);

  pruningSuite('PostgreSQL', makePlace);

  workSuite(
    'PostgreSQL',
    async (apps, clock, nodes) => {
      const url = await server.createDatabase();
      return Promise.all(Array.from({ length: nodes }, () => openPostgres({ url, clock, apps })));
    },
    false,
  );

  async function open(url: string) {
    const apps = [...storeSuiteApps({ schema: 'plain' }), trouble];
    return openPostgres({ url, clock: { now: () => 0 }, apps });
  }

  it('K2: runs an op again that lost a deadlock', async () => {
    const store = await open(await server.createDatabase());
    for (const name of ['one', 'two']) await store.write(add, { name });
    await Promise.all([
      store.write(lockBoth, { first: 1, second: 2 }),
      store.write(lockBoth, { first: 2, second: 1 }),
    ]);
    expect(await store.write(increase, { id: 1 })).toBe(3);
    await store.close();
  });

  describe('two that change one item at the same time', () => {
    const mailbox = { box: slowBox.name, key: KEY };
    const hold = ofTheKernel<typeof mailbox & { holder: string; remembers: null }, { lease: number }>('hold');
    const start = ofTheKernel<{ item: Id; lease: number; expire: boolean }, string>('start');
    const report = ofTheKernel<{ item: Id; lease: number; report: Report }, void>('report');
    const take = { ...mailbox, holder: 'a node', remembers: null };

    it('K4: what is taken back is not started, and what is started is not taken back', async () => {
      const store = await open(await server.createDatabase());
      const { lease } = await store.write(hold, take);
      const item = await store.write(postSlowly, 'a');
      const [back, started] = await Promise.all([
        store.write(takeBack, 'a'),
        store.write(start, { item, lease, expire: false }),
      ]);
      expect(['revoked gone', 'started started']).toContain(`${back} ${started}`);
      await store.close();
    });

    it('K5: a lease that moves while it starts an item has not started it, or it is over with it', async () => {
      const store = await open(await server.createDatabase());
      const { lease } = await store.write(hold, take);
      const inHand = await store.write(postSlowly, 'a');
      await store.write(start, { item: inHand, lease, expire: false });
      const item = await store.write(postSlowly, 'b');
      const [, started] = await Promise.all([
        // Slow, because it ends what was in hand.
        store.write(hold, take),
        store.write(start, { item, lease, expire: false }),
      ]);
      const now = await store.read(itemNow, item);
      expect(['stale waiting', 'started over']).toContain(`${started} ${now?.state}`);
      await store.close();
    });

    it('K3: an item ends once', async () => {
      const store = await open(await server.createDatabase());
      const { lease } = await store.write(hold, take);
      const item = await store.write(postSlowly, 'a');
      await store.write(start, { item, lease, expire: false });
      const ends: unknown[] = [];
      store.onCommit(({ wakes }) => ends.push(...wakes));
      await Promise.all([
        store.write(giveUp, item),
        store.write(report, { item, lease, report: { is: 'over', how: 'done' } }),
      ]);
      expect(ends).toHaveLength(1);
      await store.close();
    });
  });

  it('K6: a mailbox that two nodes forget while others post to it gives no seq twice', async () => {
    const url = await server.createDatabase();
    const nodes = await Promise.all([open(url), open(url)]);
    const prune = ofTheKernel<{ after: null }, unknown>('prune-mailboxes');
    for (let round = 0; round < 20; round++) {
      await Promise.all(
        nodes.flatMap((node, at) => [
          node.write(comeAndGo, `${round}-${at}-a`),
          node.write(prune, { after: null }),
          node.write(comeAndGo, `${round}-${at}-b`),
          node.write(prune, { after: null }),
        ]),
      );
    }
    const given = await nodes[0].read(seqs, null);
    expect(given).toHaveLength(80);
    expect(new Set(given).size).toBe(80);
    await Promise.all(nodes.map((node) => node.close()));
  });

  it('runs every op at the isolation that the locks are made for, whatever the database has as its own', async () => {
    const url = await server.createDatabase();
    const database = new URL(url).pathname.slice(1);
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query(`alter database "${database}" set default_transaction_isolation = 'serializable'`);
    await client.end();
    const store = await open(url);
    expect(await store.write(isolation, null)).toBe('read committed');
    await store.close();
  });

  it('rejects the call whose connection broke, and goes on with another', async () => {
    const store = await open(await server.createDatabase());
    await expect(store.write(hangUp, null)).rejects.toMatchObject({ code: 'KERNEL_STORE_UNAVAILABLE' });
    await store.write(add, { name: 'later' });
    await store.close();
  });

  it('rejects with a code when nobody answers', async () => {
    const nobody = 'postgres://postgres@127.0.0.1:1/none';
    await expect(open(nobody)).rejects.toMatchObject({ code: 'KERNEL_STORE_UNAVAILABLE' });
  });

  it('two nodes share a database: one epoch, one numbering, no update lost', async () => {
    const url = await server.createDatabase();
    const nodes = await Promise.all([open(url), open(url)]);
    expect(nodes[0].epoch).toBe(nodes[1].epoch);
    const numbers: number[][] = [[], []];
    for (const [index, node] of nodes.entries()) node.onCommit(({ at }: Commit) => numbers[index]!.push(at));
    await nodes[0].write(add, { name: 'counter' });
    const values = await Promise.all(
      nodes.flatMap((node) => Array.from({ length: 20 }, () => node.write(increase, { id: 1 }))),
    );
    expect(new Set(values).size).toBe(40);
    const all = numbers.flat();
    expect(new Set(all).size).toBe(41);
    for (const own of numbers) expect(own).toEqual(own.toSorted((a, b) => a - b));
    await Promise.all(nodes.map((node) => node.close()));
  });
});
