import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '@posthouse/kernel';
import { expect } from 'vitest';
import { loadConfig } from '../../../packages/hub/src/config/load.ts';
import { createHub, type Hub } from '../../../packages/hub/src/hub.ts';
import { systemClock } from '../../../packages/hub/src/system/clock.ts';
import { freePort } from '../../../test-support/free-port.ts';
import { bankOf, fillBank, type BankGroup } from './bank.ts';
import type { TaskServer } from './server.ts';
import { tasksEnv } from './tasks-env.ts';

const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };

export interface OurTasks extends TaskServer {
  readonly hub: Hub;
  readonly folder: string;
}

/** A whole hub with a bank of these groups, on a folder and a port of its own. */
export async function openOurTasks(
  groups: readonly BankGroup[] = [],
  env: Record<string, string> = {},
): Promise<OurTasks> {
  const folder = mkdtempSync(join(tmpdir(), 'posthouse-tasks-'));
  const port = await freePort();
  const { config, resolved } = loadConfig({
    file: null,
    env: { ...tasksEnv(folder, port), ...env },
    flags: {},
  });
  expect(resolved.faults).toEqual([]);
  const start = () =>
    createHub(config, {
      clock: systemClock(),
      log: quiet,
      random: Math.random,
      dial: () => Promise.reject(new Error('nobody is dialled here')),
      fetch,
      scrypt: { ln: 4, r: 1, p: 1 },
      onFatal(error) {
        throw error;
      },
    });
  let hub = await start();
  fillBank(folder, bankOf(groups), Date.now());
  return {
    folder,
    patience: 100_000,
    url: `http://127.0.0.1:${port}`,
    get hub() {
      return hub;
    },
    async restart() {
      await hub.stop();
      hub = await start();
    },
    async close() {
      await hub.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
