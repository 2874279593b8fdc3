import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { damage } from '@posthouse/store-sqlite/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../../test-support/free-port.ts';
import { runPosthouse, type Running } from '../testing/run-command.ts';

const LONG = 120_000;

let place: string;
let data: string;
let env: Record<string, string>;
let url: string;
let hub: Running | undefined;

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'posthouse-backup-'));
  data = join(place, 'data');
  const [port, printPort] = [await freePort(), await freePort()];
  url = `http://127.0.0.1:${port}`;
  env = {
    POSTHOUSE_DATA: data,
    POSTHOUSE_PORT: String(port),
    POSTHOUSE_PRINT_PORT: String(printPort),
    POSTHOUSE_PRINT_VIRTUAL: 'false',
    POSTHOUSE_BACKUP_KEEP: '1',
  };
}, LONG);
afterAll(async () => {
  await kill();
  rmSync(place, { recursive: true, force: true });
});

async function start(): Promise<void> {
  await kill();
  hub = runPosthouse([], env);
  await hub.saw('Next:');
}

async function kill(): Promise<void> {
  hub?.child.kill('SIGKILL');
  await hub?.ended;
}

const command = (...args: string[]) => runPosthouse(args, env).ended;

async function call<R>(method: string, path: string, body?: object): Promise<R> {
  const response = await fetch(url + path, {
    method,
    headers: { 'accept-language': 'en', ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return (await response.json()) as R;
}

/** An order whose paper waits for a printer that nobody serves. */
async function order(): Promise<{ order: number; job: number }> {
  const items = [{ name: '珍珠奶茶', quantity: 1, unit_price: 25 }];
  const { id } = await call<{ id: number }>('POST', '/api/print/orders', { items });
  const { jobs } = await call<{ jobs: { id: number }[] }>('POST', `/api/print/orders/${id}/confirm`, {});
  return { order: id, job: jobs[0]!.id };
}

const job = (id: number) =>
  call<{ status: string; error_message: string; order_id: number }>('GET', `/api/print/jobs/${id}`);

describe('posthouse backup and restore', () => {
  it(
    'of a hub that runs, and of one that does not; what waited is put to a person afterwards',
    async () => {
      await start();
      const before = await order();
      const file = join(place, 'mine.db');
      const made = await command('backup', file);
      expect(made).toMatchObject({ code: 0, output: expect.stringContaining('read back') as string });
      expect(made.output).toContain('1 items wait and 0 are under way');
      expect(readFileSync(`${file}.sha256`, 'utf8')).toMatch(/^[0-9a-f]{64} {2}mine\.db\n$/);
      // It was taken from the shelf.
      expect(readdirSync(join(data, 'backups'))).toEqual([]);
      const since = await order();

      const refused = await command('restore', file);
      expect(refused).toMatchObject({
        code: 3,
        output: expect.stringContaining('STORE_FOLDER_IN_USE') as string,
      });
      await kill();
      const restored = await command('restore', file);
      expect(restored).toMatchObject({ code: 0, output: expect.stringContaining('print/any  1') as string });

      await start();
      expect(await job(before.job)).toMatchObject({ status: 'uncertain', order_id: before.order });
      expect((await job(before.job)).error_message).toContain('backup');
      expect(await job(since.job)).toMatchObject({ error: { code: 'PRINT_JOB_UNKNOWN' } });
      const after = await order();
      expect(after.order).toBeGreaterThan(since.order);
      expect(after.job).toBeGreaterThan(since.job);

      hub!.child.kill('SIGTERM');
      expect((await hub!.ended).code).toBe(0);
      expect((await command('backup')).code).toBe(0);
      expect((await command('backup')).code).toBe(0);
      // One stays, with its seal.
      expect(readdirSync(join(data, 'backups'))).toHaveLength(2);
    },
    LONG,
  );

  it(
    'say what is wrong by their exit codes, and change nothing',
    async () => {
      const file = join(place, 'mine.db');
      expect(await command('backup', file)).toMatchObject({
        code: 2,
        output: expect.stringContaining('STORE_BACKUP_EXISTS') as string,
      });
      expect((await command('restore', join(place, 'nothing.db'))).code).toBe(2);
      expect((await command('restore')).code).toBe(2);
      truncateSync(file, 4_096);
      expect(await command('restore', file)).toMatchObject({
        code: 4,
        output: expect.stringContaining('STORE_BACKUP_DAMAGED') as string,
      });
      expect((await command('backup', '--data', join(place, 'nowhere'))).code).toBe(2);
      expect(existsSync(join(place, 'nowhere'))).toBe(false);
    },
    LONG,
  );

  it(
    'tell damaged data from a full disk, in both languages',
    async () => {
      const damaged = join(place, 'damaged');
      expect(await command('user', 'create-owner', 'chief', '--generate', '--data', damaged)).toMatchObject({
        code: 0,
      });
      damage(join(damaged, 'core.db'));
      const refused = await command('backup', '--data', damaged);
      expect(refused.code).toBe(4);
      expect(refused.output).toMatch(
        /The data file is damaged.*\(STORE_DAMAGED\)[^]*→ Restore the last backup/,
      );
      const chinese = await runPosthouse(['backup', '--data', damaged], { ...env, POSTHOUSE_LANG: 'zh' })
        .ended;
      expect(chinese.output).toMatch(/数据文件已损坏.*\(STORE_DAMAGED\)[^]*→ 恢复最近的备份/);
      expect(readdirSync(join(damaged, 'backups'))).toEqual([]);
    },
    LONG,
  );

  it(
    'over HTTP, for whoever may have everything',
    async () => {
      await start();
      const made = await call<{ file: string; sha256: string }>('POST', '/api/system/backup');
      const { items, running } = await call<{ items: { file: string }[]; running: null }>(
        'GET',
        '/api/system/backups',
      );
      expect(items.map(({ file }) => file)).toEqual([made.file]);
      expect(running).toBeNull();
    },
    LONG,
  );
});
