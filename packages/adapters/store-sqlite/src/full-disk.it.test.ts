import { storeAppModule } from '@posthouse/kernel/testing';
import { add, names } from '@posthouse/kernel/testing/store-app';
import { mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backupSqlite } from './backup/make.ts';
import { restoreSqlite } from './backup/restore.ts';
import { filesOf } from './files.ts';
import { openSqlite } from './open.ts';
import { openReadOnly } from './open-database.ts';
import { mountSmallDisk } from './testing/small-disk.ts';

const MIB = 1_048_576;
const DISK = 8 * MIB;
const PRODUCERS = 8;
const ROW = 'x'.repeat(20_000);

const home = mkdtempSync(join(tmpdir(), 'posthouse-full-'));
const disk = await mountSmallDisk(home, DISK);
afterAll(async () => {
  if ('got' in disk) await disk.got();
  rmSync(home, { recursive: true });
});

const unavailable = { code: 'KERNEL_STORE_UNAVAILABLE' };

describe.skipIf('missing' in disk)('a full disk', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(home, 'data-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const filler = () => join(folder, 'filler');
  const open = () =>
    openSqlite({
      folder,
      clock: { now: () => 0 },
      apps: { module: storeAppModule, config: { schema: 'plain' } },
    });

  /** Leaves nothing of the disk to anybody. */
  function fill(): void {
    const { bavail, bsize } = statfsSync(home);
    writeFileSync(filler(), Buffer.alloc(bavail * bsize));
  }

  it('K1: keeps what was acknowledged and nothing that was refused, and writes again when there is room', async () => {
    const store = await open();
    const kept: string[] = [];
    /** Several at once, so that groups are cut in their middle. */
    async function writeUntilRefused(prefix: string): Promise<void> {
      const lives = Array.from({ length: PRODUCERS }, async (_, producer) => {
        for (let n = 0; ; n++) {
          const name = `${prefix}-${producer}-${n} ${ROW}`;
          await store.write(add, { name });
          kept.push(name);
        }
      });
      for (const life of await Promise.allSettled(lives)) expect(life).toMatchObject({ reason: unavailable });
    }
    writeFileSync(filler(), Buffer.alloc(3 * MIB));
    for (const round of ['first', 'second']) {
      await writeUntilRefused(round);
      expect((await store.read(names, null)).toSorted()).toEqual(kept.toSorted());
      rmSync(filler(), { force: true });
    }
    expect(kept.some((name) => name.startsWith('second'))).toBe(true);
    await store.close();
    const database = openReadOnly(filesOf(folder).core);
    expect(database.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
    const rows = database.prepare('select name from note').all() as { name: string }[];
    expect(rows.map(({ name }) => name).toSorted()).toEqual(kept.toSorted());
    database.close();
  });

  it('is said with a code where a store opens, which opens once there is room', async () => {
    const store = await open();
    await store.write(add, { name: 'before' });
    await store.close();
    fill();
    await expect(open()).rejects.toMatchObject(unavailable);
    rmSync(filler());
    const again = await open();
    expect(await again.read(names, null)).toEqual(['before']);
    await again.close();
  });

  it('lets no backup be made, which leaves nothing behind', async () => {
    const store = await open();
    await Promise.all(Array.from({ length: 20 }, (_, n) => store.write(add, { name: `${n} ${ROW}` })));
    const files = readdirSync(folder);
    fill();
    await expect(backupSqlite(folder, join(folder, 'a.db')).made).rejects.toMatchObject({
      code: 'STORE_BACKUP_FAILED',
    });
    rmSync(filler());
    expect(readdirSync(folder)).toEqual(files);
    expect((await backupSqlite(folder, join(folder, 'a.db')).made).file).toBe(join(folder, 'a.db'));
    await store.close();
  });

  it('lets no backup be restored, and leaves the data as they are', async () => {
    const store = await open();
    await Promise.all(Array.from({ length: 20 }, (_, n) => store.write(add, { name: `${n} ${ROW}` })));
    const file = join(folder, 'a.db');
    await backupSqlite(folder, file).made;
    await store.write(add, { name: 'since' });
    await store.close();
    const restore = () =>
      restoreSqlite({ folder, file, apps: { module: storeAppModule, config: { schema: 'plain' } }, now: 0 });
    fill();
    await expect(restore()).rejects.toMatchObject({ code: 'STORE_BACKUP_FAILED' });
    rmSync(filler());
    const now = await open();
    expect(await now.read(names, null)).toContain('since');
    await now.close();
    await restore();
  });

  it('is said with a code where a new folder is made', async () => {
    fill();
    await expect(open()).rejects.toMatchObject(unavailable);
  });
});
