import { createCatalog, prepareSchema, type OpCall } from '@posthouse/kernel';
import { defineApps } from '@posthouse/kernel/testing/store-app';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from './open-database.ts';
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

  it('K1: keeps nothing of an op that goes on after SQLite rolled back, nor of its neighbours', async () => {
    const pages = Number(database.prepare('pragma page_count').get()!['page_count']);
    database.exec(`pragma max_page_count = ${pages + 2}`);
    const shrug = call('shrug', { large: 'x'.repeat(50_000), small: 'alone' });
    expect((await session.runGroup([add('before'), shrug, add('behind')])).answers).toEqual([
      lost,
      lost,
      lost,
    ]);
    expect(names()).toEqual([]);
    expect((await session.runGroup([add('later')])).commit?.at).toBe(1);
  });

  it('rejects a group while another connection writes, and goes on when that is over', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'posthouse-busy-'));
    const file = join(folder, 'core.db');
    const mine = openDatabase(file);
    const catalog = createCatalog(defineApps({ schema: 'plain' }));
    const writing = new Session(mine, catalog);
    await prepareSchema(writing.connection, catalog, { now: 0, freshEpoch: 'an epoch' });
    mine.exec('pragma busy_timeout = 0');
    const other = openDatabase(file);
    other.exec('begin immediate');
    expect((await writing.runGroup([add('a'), add('b')])).answers).toEqual([lost, lost]);
    other.exec('rollback');
    expect((await writing.runGroup([add('c')])).commit?.at).toBe(1);
    other.close();
    writing.close();
    rmSync(folder, { recursive: true });
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
