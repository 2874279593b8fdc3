import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVirtualPrinter, parsePrinterUrl, tcpDial, type VirtualPrinter } from '@posthouse/printing';
import { backupSqlite } from '@posthouse/store-sqlite';
import { restoreSqlite } from '@posthouse/store-sqlite/restore';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startAgent, type Agent } from '../packages/agent/src/agent.ts';
import { loadConfig } from '../packages/hub/src/config/load.ts';
import { systemClock } from '../packages/hub/src/system/clock.ts';
import { freePort } from '../test-support/free-port.ts';
import { startHub, type TestHub } from '../packages/hub/src/testing/start-hub.ts';

const PATIENCE = { timeout: 30_000, interval: 20 };
const LONG = 120_000;
const silent = { debug() {}, info() {}, warn() {}, error() {} };

let folder: string;
let env: Record<string, string>;
let hub: TestHub | undefined;
let device: VirtualPrinter;
let agent: Agent;
let printer: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthouse-restored-'));
  env = {
    POSTHOUSE_DATA: join(folder, 'hub'),
    POSTHOUSE_PORT: String(await freePort()),
    POSTHOUSE_PRINT_VIRTUAL: 'false',
  };
  hub = await startHub(env);
  device = await createVirtualPrinter({ port: 0 });
  printer = (await post<{ id: number }>('/api/print/printers', { name: 'counter', driver: 'agent' })).id;
  agent = await startAgent({
    hub: `${hub.url.replace('http', 'ws')}/ws`,
    printers: new Map([[String(printer), parsePrinterUrl(`tcp://127.0.0.1:${device.port}`)!]]),
    folder: join(folder, 'agent'),
    ahead: 4,
    clock: systemClock(),
    log: silent,
    dial: tcpDial,
    out() {},
    backoff: { base: 20, cap: 200 },
    onTrouble() {},
    onFatal: (code) => expect.unreachable(code),
  });
}, LONG);
afterAll(async () => {
  await agent.stop(0);
  await hub?.[Symbol.asyncDispose]();
  await device.close();
  await rm(folder, { recursive: true, force: true });
}, LONG);

async function post<R>(path: string, body: object): Promise<R> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(hub!.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await response.json()) as R;
}

async function order(name: string): Promise<number> {
  const items = [{ name, quantity: 1, unit_price: 25 }];
  const { id } = await post<{ id: number }>('/api/print/orders', { items });
  return (await post<{ jobs: { id: number }[] }>(`/api/print/orders/${id}/confirm`, {})).jobs[0]!.id;
}

async function job(id: number): Promise<{ status: string; evidence: string | null }> {
  return (await (await fetch(`${hub!.url}/api/print/jobs/${id}`)).json()) as Awaited<ReturnType<typeof job>>;
}

const becomes = (id: number, status: string) =>
  vi.waitFor(async () => expect((await job(id)).status).toBe(status), PATIENCE);
const printed = (name: string) => device.papers().filter(({ text }) => text.includes(name)).length;

/** The hub goes, and comes back from the backup at the same place. */
async function setBack(file: string): Promise<void> {
  const data = env['POSTHOUSE_DATA']!;
  const { config } = loadConfig({ file: null, flags: {}, env });
  await hub![Symbol.asyncDispose]();
  const apps = { module: new URL('../packages/hub/src/apps.ts', import.meta.url), config: config.apps };
  await restoreSqlite({ folder: data, file, apps, now: systemClock().now() });
  hub = await startHub(env);
}

describe('K4: a hub that was restored from a backup, and the agent that printed since', () => {
  it(
    'ask a person, and print nothing twice, whatever that person says',
    async () => {
      device.setFault({ paper: 'out' });
      const seen = await order('看得见的');
      const overlooked = await order('没看见的');
      await becomes(seen, 'waiting');
      const file = join(folder, 'a.db');
      await backupSqlite(env['POSTHOUSE_DATA']!, file).made;
      device.setFault({ paper: 'ok' });
      for (const one of [seen, overlooked]) await becomes(one, 'completed');

      await setBack(file);
      for (const one of [seen, overlooked]) await becomes(one, 'uncertain');
      await post(`/api/print/jobs/${seen}/resolve`, { printed: true });
      expect(await job(seen)).toMatchObject({ status: 'completed', evidence: 'seen' });
      // The person is wrong: the agent has the printer's own word, and says so instead of printing.
      await post(`/api/print/jobs/${overlooked}/resolve`, { printed: false });
      await becomes(overlooked, 'completed');
      expect((await job(overlooked)).evidence).toBe('printed');

      const next = await order('下一张');
      await becomes(next, 'completed');
      expect(['看得见的', '没看见的', '下一张'].map(printed)).toEqual([1, 1, 1]);
    },
    LONG,
  );
});
