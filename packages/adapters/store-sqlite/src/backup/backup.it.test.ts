import { add, echo, names, post } from '@posthouse/kernel/testing/store-app';
import { storeAppModule } from '@posthouse/kernel/testing';
import type { Store } from '@posthouse/kernel';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { damage } from '../testing/damage.ts';
import { openSqlite } from '../open.ts';
import { openReadOnly } from '../open-database.ts';
import { setAside } from './aside.ts';
import { backupSqlite, type Backup } from './make.ts';
import { restoreSqlite } from './restore.ts';
import { checksum, sealOf } from './seal.ts';

const apps = { module: storeAppModule, config: { schema: 'plain' } };
const key = 'suite/1';

let place: string;
let folder: string;
let file: string;
let store: Store | undefined;

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'posthouse-backup-'));
  folder = join(place, 'data');
  file = join(place, 'a.db');
});
afterEach(async () => {
  await store?.close();
  store = undefined;
  rmSync(place, { recursive: true, force: true });
});

async function open(at = folder): Promise<Store> {
  store = await openSqlite({ folder: at, clock: { now: () => 1_000 }, apps });
  return store;
}

async function close(): Promise<void> {
  await store?.close();
  store = undefined;
}

let moment = 2_000;
const restore = (from = file, to = folder) => restoreSqlite({ folder: to, file: from, apps, now: ++moment });

function read<R>(database: string, sql: string): R[] {
  const open = openReadOnly(database);
  try {
    return open.prepare(sql).all() as R[];
  } finally {
    open.close();
  }
}

describe('a backup', () => {
  it('of a store that is writing holds what was committed, and stops no commit', async () => {
    const writing = await open();
    await Promise.all(Array.from({ length: 200 }, (_, n) => writing.write(add, { name: `before ${n}` })));
    const running = backupSqlite(folder, file);
    let during = 0;
    const writes = async (): Promise<'written'> => {
      await writing.write(add, { name: `during ${during++}` });
      return 'written';
    };
    let backup: Backup | 'written' = 'written';
    while (backup === 'written') backup = await Promise.race([running.made, writes()]);
    // The last race left one write behind.
    await writing.write(echo, null);
    expect(during).toBeGreaterThan(0);
    expect(await writing.read(names, null)).toHaveLength(200 + during);
    const kept = read<{ name: string }>(file, 'select name from note order by id').map(({ name }) => name);
    expect(kept.slice(0, 200)).toEqual(Array.from({ length: 200 }, (_, n) => `before ${n}`));
    expect(kept.slice(200)).toEqual(Array.from({ length: kept.length - 200 }, (_, n) => `during ${n}`));
    expect(backup).toMatchObject({ file, epoch: writing.epoch, sha256: checksum(file) });
    expect(readFileSync(sealOf(file), 'utf8')).toBe(`${backup.sha256}  a.db\n`);
    expect(readdirSync(place).sort()).toEqual(['a.db', 'a.db.sha256', 'data']);
    expect(process.platform === 'win32' ? 0 : statSync(file).mode & 0o077).toBe(0);
  });

  it('of a store that is closed says what is on its way', async () => {
    const before = await open();
    for (const ref of ['a', 'b']) await before.write(post, { key, ref });
    await close();
    const { items } = await backupSqlite(folder, file).made;
    expect(items).toEqual({ waiting: 2, started: 0, taken: 0 });
  });

  it('is refused where there are no data, or where a file is, and leaves nothing behind', async () => {
    await expect(backupSqlite(folder, file).made).rejects.toMatchObject({ code: 'STORE_BACKUP_MISSING' });
    await open();
    writeFileSync(file, 'mine');
    await expect(backupSqlite(folder, file).made).rejects.toMatchObject({ code: 'STORE_BACKUP_EXISTS' });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    const nowhere = join(place, 'no', 'such', 'a.db');
    await expect(backupSqlite(folder, nowhere).made).rejects.toMatchObject({ code: 'STORE_BACKUP_FAILED' });
    expect(readdirSync(place).sort()).toEqual(['a.db', 'data']);
  });

  it('of data that are damaged says so, and leaves nothing behind', async () => {
    const writing = await open();
    await Promise.all(Array.from({ length: 200 }, (_, n) => writing.write(add, { name: `note ${n}` })));
    await close();
    damage(join(folder, 'core.db'));
    await expect(backupSqlite(folder, file).made).rejects.toMatchObject({
      code: 'STORE_DAMAGED',
      detail: { folder },
    });
    expect(readdirSync(place)).toEqual(['data']);
  });
});

describe('a restored store', () => {
  /** Its epoch, before it was restored. */
  let epoch: string;
  let template: string;

  /** Notes and items at the backup, and one more of each since: lived once, and copied for each test. */
  beforeAll(async () => {
    template = mkdtempSync(join(tmpdir(), 'posthouse-lived-'));
    const data = join(template, 'data');
    const writing = await open(data);
    await writing.write(add, { name: 'before' });
    for (const ref of ['a', 'b']) await writing.write(post, { key, ref });
    await backupSqlite(data, join(template, 'a.db')).made;
    await writing.write(add, { name: 'since' });
    await writing.write(post, { key: 'suite/2', ref: 'c' });
    ({ epoch } = writing);
    await close();
  });
  afterAll(() => rmSync(template, { recursive: true, force: true }));
  beforeEach(() => cpSync(template, place, { recursive: true }));

  it('is what the backup was, in another epoch, and the old data are kept', async () => {
    const restored = await restore();
    expect(restored.epoch).not.toBe(epoch);
    expect(restored.from.epoch).toBe(epoch);
    expect(restored.sealed).toBe(true);
    expect(read(join(restored.aside!, 'core.db'), 'select name from note')).toHaveLength(2);
    const now = await open();
    expect(now.epoch).toBe(restored.epoch);
    expect(await now.read(names, null)).toEqual(['before']);
    expect(readdirSync(folder).filter((name) => name.startsWith('restoring'))).toEqual([]);
  });

  it('K4: ends unknown what was on its way and may only be done once', async () => {
    expect(await restore()).toMatchObject({ open: [{ box: 'suite.box', key, items: 2 }], ownerless: 0 });
    const items = read<object>(join(folder, 'core.db'), 'select ref, state, how, report from item');
    const report = '{"reason":"restored"}';
    expect(items).toEqual(
      ['a', 'b'].map(
        (ref) => expect.objectContaining({ ref, state: 'over', how: 'unknown', report }) as unknown,
      ),
    );
    expect(read(join(folder, 'core.db'), 'select waiting from mailbox')).toMatchObject([{ waiting: 0 }]);
  });

  it('gives no id again that was given since the backup', async () => {
    await restore();
    const now = await open();
    expect(await now.write(post, { key, ref: 'd' })).toBe(4);
  });

  it('leaves out ids by the thousand where nobody knows which were given', async () => {
    const elsewhere = join(place, 'another');
    await restore(file, elsewhere);
    const now = await open(elsewhere);
    expect(await now.write(post, { key, ref: 'd' })).toBe(10_003);
  });

  it('gives no id again when the same backup is restored a second time', async () => {
    change(join(folder, 'core.db'), `update sqlite_sequence set seq = 50000 where name = 'item'`, true);
    await restore();
    await (await open()).write(post, { key, ref: 'd' });
    await close();
    await restore();
    expect(await (await open()).write(post, { key, ref: 'e' })).toBe(50_002);
  });

  it('has what lay beside the file in a log of its own', async () => {
    // As a copy of a folder whose hub was killed.
    const other = join(place, 'killed');
    const running = await open(other);
    await running.write(add, { name: 'in the log' });
    for (const name of ['core.db', 'core.db-wal']) copyFileSync(join(other, name), join(place, name));
    await close();
    await restore(join(place, 'core.db'));
    expect(await (await open()).read(names, null)).toEqual(['in the log']);
    expect(process.platform === 'win32' ? 0 : statSync(join(folder, 'core.db')).mode & 0o077).toBe(0);
  });

  it('is not made while a hub has the folder', async () => {
    const running = await open();
    await expect(restore()).rejects.toMatchObject({ code: 'STORE_FOLDER_IN_USE' });
    expect(await running.write(echo, 'still works')).toBe('still works');
  });

  it.each<[string, () => void, string]>([
    ['is cut short', () => truncateSync(file, 8_192), 'STORE_BACKUP_DAMAGED'],
    ['is no database', () => writeFileSync(file, 'something else'), 'STORE_BACKUP_DAMAGED'],
    ['is not there', () => rmSync(file), 'STORE_BACKUP_MISSING'],
    ['is another than its seal says', () => changeOneNote(file), 'STORE_BACKUP_DAMAGED'],
    ['is a database of something else', () => otherDatabase(file), 'STORE_BACKUP_DAMAGED'],
    ['was made by a newer version', () => addMigration(file), 'STORE_SCHEMA_NEWER'],
  ])('is not made of a file that %s, and nothing changes', async (_what, spoil, code) => {
    spoil();
    await expect(restore()).rejects.toMatchObject({ code });
    expect(readdirSync(folder).filter((name) => /restor/.test(name))).toEqual([]);
    const now = await open();
    expect([now.epoch, await now.read(names, null)]).toEqual([epoch, ['before', 'since']]);
  });

  it('that was killed before its last step leaves the old data, and can be made again', async () => {
    copyFileSync(file, join(folder, 'restoring.db'));
    setAside(folder, 'killed');
    const before = await open();
    expect([before.epoch, await before.read(names, null)]).toEqual([epoch, ['before', 'since']]);
    await close();
    await restore();
    expect(await (await open()).read(names, null)).toEqual(['before']);
    expect(existsSync(join(folder, 'restoring.db'))).toBe(false);
  });

  it('takes the place of data that are damaged, and keeps all their files', async () => {
    const core = join(folder, 'core.db');
    writeFileSync(core, 'damaged');
    writeFileSync(`${core}-wal`, 'and its log');
    const { aside } = await restore();
    const kept = ['core.db', 'core.db-wal'].map((name) => readFileSync(join(aside!, name), 'utf8'));
    expect(kept).toEqual(['damaged', 'and its log']);
    expect(existsSync(`${core}-wal`)).toBe(false);
    expect(await (await open()).read(names, null)).toEqual(['before']);
  });

  it('can be restored again from the data that were kept', async () => {
    const { aside } = await restore();
    copyFileSync(join(aside!, 'core.db'), join(place, 'b.db'));
    await restore(join(place, 'b.db'));
    expect(await (await open()).read(names, null)).toEqual(['before', 'since']);
  });
});

function change(file: string, sql: string, sealed: boolean): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
  if (!sealed) rmSync(sealOf(file));
}

const changeOneNote = (file: string) => change(file, `update note set name = 'forged'`, true);
const addMigration = (file: string) =>
  change(file, `insert into migration (name, at) values ('suite-9-later', 0)`, false);

function otherDatabase(file: string): void {
  rmSync(file);
  change(file, 'create table another (id integer)', false);
}
