import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as turn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogLength } from './log-length.ts';
import { openDatabase, openReadOnly } from './open-database.ts';

const MIB = 1_048_576;
const MOST = 4 * MIB;
const WRITTEN = 48 * MIB;
/** What stays of a log that begins anew (`journal_size_limit`). */
const KEPT = 16 * MIB;

describe('the write-ahead log', () => {
  let folder: string;
  let file: string;
  let database: DatabaseSync;
  let length: LogLength;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'posthouse-log-'));
    file = join(folder, 'core.db');
    database = openDatabase(file, 'NORMAL');
    database.exec('create table note (id integer primary key, text text not null)');
    length = new LogLength(database, file, MOST);
  });

  afterEach(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });

  const size = () => statSync(`${file}-wal`).size;

  async function write(bytes: number): Promise<void> {
    const insert = database.prepare('insert into note (text) values (?)');
    for (let written = 0; written < bytes; written += MIB / 4) {
      insert.run('x'.repeat(MIB / 4));
      length.look();
      await turn();
    }
  }

  it('K10: begins anew though somebody is always reading', async () => {
    const turns = new Int32Array(new SharedArrayBuffer(12));
    const readers = [0, 1].map(
      (me) =>
        new Worker(new URL('./testing/overlapping-reader.ts', import.meta.url), {
          workerData: { file, turns, me },
        }),
    );
    const gone = readers.map((reader) => once(reader, 'exit'));
    while (Atomics.load(turns, 1) < 2) await turn();
    await write(WRITTEN);
    const reached = size();
    Atomics.store(turns, 2, 1);
    await Promise.all(gone);
    expect(reached).toBeLessThan(WRITTEN / 2);
  });

  it('grows behind a reader who stays, and begins anew when he has left', async () => {
    const reader = openReadOnly(file);
    reader.exec('begin');
    reader.prepare('select count(*) from note').get();
    await write(WRITTEN);
    expect(size()).toBeGreaterThan(WRITTEN);
    reader.close();
    await write(2 * MOST);
    expect(size()).toBeLessThanOrEqual(KEPT);
  });
});
