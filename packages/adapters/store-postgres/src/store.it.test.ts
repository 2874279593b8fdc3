import { refuse, type App, type Commit, type Op } from '@posthouse/kernel';
import { storeSuite, storeSuiteApps, workSuite } from '@posthouse/kernel/testing';
import { add, increase } from '@posthouse/kernel/testing/store-app';
import { sql } from 'kysely';
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

const trouble: App = {
  name: 'trouble',
  migrations: [],
  routes: [],
  errors: {},
  permissions: [],
  retention: [],
  ops: [lockBoth, hangUp],
  boxes: [],
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

  storeSuite('PostgreSQL', async () => {
    const url = await server.createDatabase();
    return {
      open: (config, now) => openPostgres({ url, clock: { now }, apps: storeSuiteApps(config) }),
      remove: async () => {},
    };
  });

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
