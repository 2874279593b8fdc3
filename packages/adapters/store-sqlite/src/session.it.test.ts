import { createCatalog, prepareSchema, type OpCall } from '@posthouse/kernel';
import { defineApps } from '@posthouse/kernel/testing/store-app';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Session, type SessionHooks } from './session.ts';

const call = (op: string, args: unknown): OpCall => ({ op: `suite.${op}`, args, now: 0 });
const add = (name: string) => call('add', { name });
const lost = expect.objectContaining({ code: 'KERNEL_STORE_UNAVAILABLE' });

describe('Session', () => {
  let database: DatabaseSync;
  let session: Session;
  let hooks: SessionHooks;

  beforeEach(async () => {
    database = new DatabaseSync(':memory:');
    hooks = {};
    const catalog = createCatalog(defineApps({ schema: 'plain' }));
    session = new Session(database, catalog, {
      beforeCommit: () => hooks.beforeCommit?.(),
      afterCommit: () => hooks.afterCommit?.(),
    });
    await prepareSchema(session.connection, catalog, { now: 0, freshEpoch: 'an epoch' });
  });

  afterEach(() => session.close());

  const names = () =>
    database
      .prepare('select name from note order by id')
      .all()
      .map(({ name }) => name);

  it('K1: rejects the whole group when the commit fails, and keeps none of it', async () => {
    hooks.beforeCommit = () => {
      throw new Error('no space');
    };
    const { answers, commit } = await session.runGroup([add('a'), add('b')]);
    expect(answers).toEqual([lost, lost]);
    expect(commit).toBeNull();
    expect(names()).toEqual([]);
    hooks = {};
    expect((await session.runGroup([add('c')])).commit?.at).toBe(1);
    expect(names()).toEqual(['c']);
  });

  it('K1: rejects the whole group when SQLite itself rolled it back, and goes on', async () => {
    const pages = Number(database.prepare('pragma page_count').get()!['page_count']);
    database.exec(`pragma max_page_count = ${pages + 2}`);
    const { answers, commit } = await session.runGroup([
      add('small'),
      add('x'.repeat(50_000)),
      add('behind'),
    ]);
    expect(answers).toEqual([lost, lost, lost]);
    expect(commit).toBeNull();
    expect(names()).toEqual([]);
    expect((await session.runGroup([add('later')])).commit?.at).toBe(1);
    expect(names()).toEqual(['later']);
  });

  it('K2: runs a group again with savepoints when an op threw after it wrote', async () => {
    const failing = call('fail', { after: 'a row', how: 'coded' });
    const { answers, commit } = await session.runGroup([add('a'), failing, add('b')]);
    expect(answers.map((answer) => 'code' in answer)).toEqual([false, true, false]);
    expect(commit?.at).toBe(1);
    expect(names()).toEqual(['a', 'b']);
  });

  it('says once per mailbox that something was posted', async () => {
    const post = (key: string, ref: string) => call('post', { key, ref });
    const { commit } = await session.runGroup([
      post('suite/1', 'a'),
      post('suite/2', 'a'),
      post('suite/1', 'b'),
    ]);
    expect(commit?.wakes.map(({ key }) => key)).toEqual(['suite/1', 'suite/2']);
  });

  it('commits nothing when nothing was written', async () => {
    let committed = 0;
    hooks.beforeCommit = () => void committed++;
    const { answers, commit } = await session.runGroup([
      call('refuse', null),
      call('fail', { after: 'nothing', how: 'coded' }),
      call('names', null),
    ]);
    expect(answers.map((answer) => 'code' in answer)).toEqual([false, true, false]);
    expect({ commit, committed }).toEqual({ commit: null, committed: 0 });
    expect(database.isTransaction).toBe(false);
  });

  it('loses the replies of a commit that is on disk, when a test wants it so', async () => {
    hooks.afterCommit = () => {
      throw new Error('the process died here');
    };
    expect((await session.runGroup([add('a')])).answers).toEqual([lost]);
    expect(names()).toEqual(['a']);
  });
});
