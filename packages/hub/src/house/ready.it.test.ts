import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { damage } from '@posthouse/store-sqlite/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startHub } from '../testing/start-hub.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'posthouse-ready-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

async function look(url: string): Promise<{ status: number; body: unknown }> {
  const reply = await fetch(url);
  return { status: reply.status, body: await reply.json() };
}

const order = (url: string) =>
  fetch(`${url}/api/print/orders`, {
    method: 'POST',
    body: JSON.stringify({ items: [{ name: '珍珠奶茶', quantity: 1, unit_price: 25 }] }),
    headers: { 'content-type': 'application/json' },
  });

describe('/ready', () => {
  it('is 503 with the code while the store refuses writes, and recovers although nobody writes', async () => {
    await using test = await startHub({ POSTHOUSE_DATA: data });
    expect(await look(`${test.url}/ready`)).toMatchObject({ status: 200, body: { ready: true } });
    // Another program has the file: SQLite gives up after its busy timeout.
    const other = new DatabaseSync(join(data, 'core.db'));
    other.exec('begin immediate');
    try {
      expect((await order(test.url)).status).toBe(503);
      expect(await look(`${test.url}/ready`)).toEqual({
        status: 503,
        body: {
          ready: false,
          phase: 'open',
          store: { state: 'refusing', cause: 'KERNEL_STORE_UNAVAILABLE' },
        },
      });
      expect(await look(`${test.url}/health`)).toMatchObject({ status: 200, body: { status: 'degraded' } });
    } finally {
      other.exec('rollback');
      other.close();
    }
    await expect
      .poll(() => look(`${test.url}/ready`))
      .toMatchObject({ status: 200, body: { ready: true, store: { state: 'open' } } });
    expect((await order(test.url)).status).toBe(201);
  });

  it('stays 503 where the file is damaged', async () => {
    // Folded into the file by the first, and read by the second only as far as its start needs them.
    await (await startHub({ POSTHOUSE_DATA: data }))[Symbol.asyncDispose]();
    await using test = await startHub({ POSTHOUSE_DATA: data });
    damage(join(data, 'core.db'));
    expect((await order(test.url)).status).toBe(503);
    expect(await look(`${test.url}/ready`)).toMatchObject({
      status: 503,
      body: { store: { cause: 'STORE_DAMAGED' } },
    });
  });
});
