import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Locale } from '@posthouse/protocol';
import { openSqlite } from '@posthouse/store-sqlite';
import { claimFolder } from '@posthouse/store-sqlite/folder';
import { damage } from '@posthouse/store-sqlite/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../../../../test-support/free-port.ts';
import { loadConfig } from '../config/load.ts';
import { startHub } from '../testing/start-hub.ts';
import { doctor } from './doctor.ts';

let place: string;
let data: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'posthouse-doctor-'));
  data = join(place, 'data');
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

/** What the command says, and its exit code. */
async function examine(env: Record<string, string> = {}, locale: Locale = 'en') {
  const lines: string[] = [];
  const say = (line: string) => void lines.push(line);
  const code = await doctor(
    { locale, out: say, err: say, paint: (_, text) => text },
    {},
    {
      POSTHOUSE_DATA: data,
      POSTHOUSE_PORT: String(await freePort()),
      POSTHOUSE_PRINT_PORT: '0',
      POSTHOUSE_BRIDGE_PORT: '0',
      ...env,
    },
  );
  return { code, output: lines.join('\n') };
}

/** Data as a hub leaves them that was stopped. */
async function makeData(): Promise<string> {
  const { apps } = loadConfig({ file: null, env: {}, flags: {} }).config;
  const module = new URL('../apps.ts', import.meta.url);
  await (await openSqlite({ folder: data, clock: { now: () => 0 }, apps: { module, config: apps } })).close();
  return join(data, 'core.db');
}

describe('doctor', () => {
  it('finds no fault where nothing is yet, and makes nothing', async () => {
    const { code, output } = await examine();
    expect({ code, output }).toMatchObject({
      code: 0,
      output: expect.stringContaining('will be made') as string,
    });
    expect(output).toContain('There are no data yet');
    expect(existsSync(data)).toBe(false);
  });

  it('reads data that are whole, and leaves the folder as it was for the next start', async () => {
    await makeData();
    const { code, output } = await examine();
    expect({ code, output }).toMatchObject({
      code: 0,
      output: expect.stringContaining('is whole') as string,
    });
    await makeData();
  });

  it('says in both languages that the data are damaged, and what to do', async () => {
    damage(await makeData());
    const english = await examine();
    expect(english.code).toBe(1);
    expect(english.output).toMatch(
      /✗ The data file is damaged.*\(STORE_DAMAGED\).*\n {2}→ Restore the last backup/,
    );
    const chinese = await examine({}, 'zh');
    expect(chinese.output).toMatch(/✗ 数据文件已损坏.*\(STORE_DAMAGED\).*\n {2}→ 恢复最近的备份/);
  });

  it('says of a file that is no database that it is damaged', async () => {
    mkdirSync(data, { mode: 0o700 });
    writeFileSync(join(data, 'core.db'), 'not a database, and long enough to be read as one'.repeat(100));
    expect(await examine()).toMatchObject({
      code: 1,
      output: expect.stringContaining('STORE_DAMAGED') as string,
    });
  });

  it('names the migrations of a newer version', async () => {
    const database = new DatabaseSync(await makeData());
    database.exec(`insert into migration (name, at) values ('print-99-later', 0)`);
    database.close();
    const { code, output } = await examine();
    expect(code).toBe(1);
    expect(output).toMatch(/\(STORE_SCHEMA_NEWER\): print-99-later\n {2}→ Install the newer version/);
  });

  it.runIf(process.platform !== 'win32')('tells of a folder that others may enter', async () => {
    await makeData();
    expect((await examine()).output).not.toContain('chmod');
    chmodSync(data, 0o755);
    const { code, output } = await examine();
    expect({ code, output }).toMatchObject({
      code: 0,
      output: expect.stringContaining(`→ chmod 700 ${data}`) as string,
    });
  });

  it('tells of a process that has the folder and answers nowhere', async () => {
    await makeData();
    const lock = claimFolder(data);
    try {
      expect(await examine()).toMatchObject({
        code: 1,
        output: expect.stringContaining('✗ Another process uses this data folder') as string,
      });
    } finally {
      lock.close();
    }
  });

  it('lets a running hub speak, wherever it listens, and tells that it refuses writes', async () => {
    await using hub = await startHub({ POSTHOUSE_DATA: data });
    const fit = await examine();
    expect(fit).toMatchObject({
      code: 0,
      output: expect.stringContaining(`is running: ${hub.url}`) as string,
    });
    expect(fit.output).not.toContain('is free (main)');
    await hub.hub.kernel.store.close();
    await fetch(`${hub.url}/api/print/orders`, {
      method: 'POST',
      body: JSON.stringify({ items: [{ name: '珍珠奶茶', quantity: 1, unit_price: 25 }] }),
      headers: { 'content-type': 'application/json' },
    });
    expect(await examine()).toMatchObject({
      code: 1,
      output: expect.stringContaining('✗ It refuses writes (KERNEL_STORE_UNAVAILABLE)') as string,
    });
  });
});
