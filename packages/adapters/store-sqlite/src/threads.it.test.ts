import { add, echo, increase, names } from '@posthouse/kernel/testing/store-app';
import { storeAppModule } from '@posthouse/kernel/testing';
import type { CodedError, Commit } from '@posthouse/kernel';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqlite, type SqliteOptions } from './open.ts';
import { storeErrors } from './index.ts';

const run = promisify(execFile);
const childPath = (name: string) => fileURLToPath(new URL(`./testing/${name}-child.ts`, import.meta.url));

describe('the SQLite store in its threads', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'posthouse-threads-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  const open = (more: Partial<SqliteOptions> = {}) =>
    openSqlite({
      folder,
      clock: { now: () => 0 },
      apps: { module: storeAppModule, config: { schema: 'plain' } },
      ...more,
    });

  it('K1: SQLite is never loaded by the main thread', async () => {
    const { stdout } = await run(process.execPath, [childPath('main-thread'), folder]);
    expect(JSON.parse(stdout)).toEqual({ rows: ['a'], loaded: [] });
    // The same look finds it where it is loaded.
    const script = `await import('node:sqlite'); console.log(process.moduleLoadList.filter((name) => name.includes('sqlite')).length)`;
    const control = await run(process.execPath, ['--input-type=module', '-e', script]);
    expect(Number(control.stdout)).toBeGreaterThan(0);
  });

  describe('K11: one process per folder', () => {
    it('refuses a second store, until the first has closed', async () => {
      const first = await open();
      await expect(open()).rejects.toMatchObject({ code: 'STORE_FOLDER_IN_USE', detail: { folder } });
      await first.write(add, { name: 'still works' });
      await first.close();
      await (await open()).close();
    });

    it('refuses while another process has it, and opens once that was killed', async () => {
      const other = spawn(process.execPath, [childPath('power'), folder, 'FULL', 'other'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(other.stdout, 'data');
      await expect(open()).rejects.toMatchObject({ code: 'STORE_FOLDER_IN_USE' });
      const gone = once(other, 'exit');
      other.kill('SIGKILL');
      await gone;
      const store = await open();
      expect(await store.read(names, null)).not.toEqual([]);
      await store.close();
    });

    it('makes the folder and those above it', async () => {
      const deep = join(folder, 'a', 'b', 'c');
      await (await open({ folder: deep })).close();
      expect(await readdir(deep)).toContain('core.db');
    });

    it('refuses a folder that cannot be made', async () => {
      await writeFile(join(folder, 'file'), '');
      const beneath = join(folder, 'file', 'data');
      await expect(open({ folder: beneath })).rejects.toMatchObject({
        code: 'STORE_FOLDER_UNWRITABLE',
        detail: { folder: beneath, why: expect.stringContaining('ENOTDIR') as string },
      });
    });

    // Where it exists: no folder can be made there, and Node's recursive mkdir never ends.
    it.runIf(process.platform === 'linux')('refuses a place where no folder can be', async () => {
      await expect(open({ folder: '/proc/posthouse' })).rejects.toMatchObject({
        code: 'STORE_FOLDER_UNWRITABLE',
      });
    });

    it('says of a file that is no database that it is damaged', async () => {
      await writeFile(
        join(folder, 'core.db'),
        'not a database, and long enough to be read as one'.repeat(100),
      );
      await expect(open()).rejects.toMatchObject({ code: 'STORE_DAMAGED', detail: { folder } });
    });

    it('names the folder of data that is too new', async () => {
      const apps = (schema: string) => ({ apps: { module: storeAppModule, config: { schema } } });
      await (await open(apps('newer'))).close();
      await expect(open(apps('plain'))).rejects.toMatchObject({
        code: 'STORE_SCHEMA_NEWER',
        detail: { folder },
      });
    });
  });

  it('has a text and a remedy in both languages for whatever it refuses to open for', () => {
    for (const { text, remedy } of Object.values(storeErrors)) {
      expect([text.zh, text.en, remedy.zh, remedy.en].every((words) => words.length > 0)).toBe(true);
    }
  });

  it('commits the calls of one tick together', async () => {
    const store = await open();
    const commits: Commit[] = [];
    store.onCommit((commit) => commits.push(commit));
    await Promise.all(Array.from({ length: 20 }, (_, n) => store.write(add, { name: `${n}` })));
    expect(commits).toHaveLength(1);
    await store.close();
  });

  it('gathers what comes during a commit into the next group, whatever tick it came in', async () => {
    const store = await open({ slowCommit: 200 });
    const commits: Commit[] = [];
    store.onCommit((commit) => commits.push(commit));
    const writes: Promise<unknown>[] = [];
    for (let n = 0; n < 20; n++) {
      writes.push(store.write(add, { name: `${n}` }));
      await store.read(names, null);
    }
    await Promise.all(writes);
    expect(commits.length).toBeLessThan(20);
    await store.close();
  });

  it('K10: refuses what exceeds the queue, and works again once it is shorter', async () => {
    const store = await open();
    const results = await Promise.allSettled(Array.from({ length: 20_100 }, () => store.write(echo, null)));
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(100);
    expect(refused[0]!.reason).toMatchObject({ code: 'STORE_QUEUE_FULL' });
    await store.write(add, { name: 'a' });
    await store.close();
  });

  it('rejects everything in hand and to come when its thread dies, and says so once', async () => {
    const failures: CodedError[] = [];
    const store = await open({
      apps: { module: new URL('./testing/dying-app.ts', import.meta.url), config: null },
      onFailure: (error) => failures.push(error),
    });
    const dying = store.write({ name: 'dying.die', run: async () => null }, null);
    const behind = store.write(add, { name: 'a' });
    await expect(dying).rejects.toMatchObject({ code: 'KERNEL_STORE_UNAVAILABLE' });
    await expect(behind).rejects.toMatchObject({ code: 'KERNEL_STORE_UNAVAILABLE' });
    await expect(store.write(add, { name: 'b' })).rejects.toMatchObject({ code: 'KERNEL_STORE_UNAVAILABLE' });
    expect(failures).toHaveLength(1);
    await store.close();
  });

  it('refuses a read while its file cannot be opened, and reads once it can', async () => {
    const store = await open();
    await store.write(add, { name: 'a' });
    await rename(join(folder, 'core.db'), join(folder, 'away.db'));
    await expect(store.read(names, null)).rejects.toMatchObject({ code: 'KERNEL_STORE_UNAVAILABLE' });
    await rename(join(folder, 'away.db'), join(folder, 'core.db'));
    expect(await store.read(names, null)).toEqual(['a']);
    await store.close();
  });

  it('reads while a commit is under way', async () => {
    const store = await open({ slowCommit: 1_000 });
    const order: string[] = [];
    const writing = store.write(add, { name: 'a' }).then(() => order.push('written'));
    await store.read(names, null).then(() => order.push('read'));
    await writing;
    expect(order).toEqual(['read', 'written']);
    await store.close();
  });

  it('runs many writers of one row without losing an update', async () => {
    const store = await open();
    await store.write(add, { name: 'counter' });
    const values = await Promise.all(Array.from({ length: 500 }, () => store.write(increase, { id: 1 })));
    expect(new Set(values).size).toBe(500);
    await store.close();
  });
});
