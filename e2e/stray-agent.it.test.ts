import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVirtualPrinter, parsePrinterUrl, tcpDial, type VirtualPrinter } from '@posthouse/printing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startAgent, type Agent } from '../packages/agent/src/agent.ts';
import { systemClock } from '../packages/hub/src/system/clock.ts';
import { startHub, type TestHub } from '../packages/hub/src/testing/start-hub.ts';

const PATIENCE = { timeout: 60_000, interval: 20 };
const silent = { debug() {}, info() {}, warn() {}, error() {} };

let folder: string;
let hub: TestHub;
let device: VirtualPrinter;
let agent: Agent;
const troubles: unknown[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthouse-stray-'));
  hub = await startHub({ POSTHOUSE_DATA: join(folder, 'hub'), POSTHOUSE_PRINT_VIRTUAL: 'false' });
  device = await createVirtualPrinter({ port: 0 });
  const system = systemClock();
  agent = await startAgent({
    hub: `${hub.url.replace('http', 'ws')}/ws`,
    printers: new Map([['1', parsePrinterUrl(`tcp://127.0.0.1:${device.port}`)!]]),
    folder: join(folder, 'agent'),
    ahead: 4,
    // It asks again every ten seconds.
    clock: { ...system, after: (wait, fn) => system.after(wait / 50, fn) },
    log: silent,
    dial: tcpDial,
    out() {},
    backoff: { base: 20, cap: 200 },
    onTrouble: (printer, trouble) => troubles.push([printer, trouble && trouble.code]),
    onFatal: (code) => expect.unreachable(code),
  });
});
afterAll(async () => {
  await agent.stop(0);
  await hub[Symbol.asyncDispose]();
  await device.close();
  await rm(folder, { recursive: true, force: true });
});

async function ask<R>(method: string, path: string, body?: object): Promise<R> {
  const response = await fetch(hub.url + path, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return (await response.json()) as R;
}

const strays = async () =>
  (await ask<{ strays: { printer_id: number }[] }>('GET', '/api/print/status')).strays.map(
    ({ printer_id }) => printer_id,
  );

it('an agent with a printer that the hub does not have is told, shown, and served once it is there', async () => {
  const unknown = ['1', 'AGENT_PRINTER_UNKNOWN'];
  await vi.waitFor(() => expect(troubles).toEqual([unknown]), PATIENCE);
  expect(await strays()).toEqual([1]);

  const printer = { name: 'counter', driver: 'agent' };
  expect((await ask<{ id: number }>('POST', '/api/print/printers', printer)).id).toBe(1);
  await vi.waitFor(() => expect(troubles).toEqual([unknown, ['1', null]]), PATIENCE);
  expect(await strays()).toEqual([]);
  const { id } = await ask<{ id: number }>('POST', '/api/print/jobs', { text: '有人了', printer_id: 1 });
  await vi.waitFor(
    async () => expect(await ask('GET', `/api/print/jobs/${id}`)).toMatchObject({ status: 'completed' }),
    PATIENCE,
  );
  expect(device.papers().map(({ text }) => text.trim())).toEqual(['有人了']);

  await ask('DELETE', '/api/print/printers/1');
  await vi.waitFor(() => expect(troubles).toEqual([unknown, ['1', null], unknown]), PATIENCE);
  expect(await strays()).toEqual([1]);
});
