import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '@posthouse/kernel';
import { tcpDial } from '@posthouse/printing';
import { loadConfig } from '../config/load.ts';
import { createHub, type Hub, type System } from '../hub.ts';
import { systemClock } from '../system/clock.ts';
import { freePort } from '../../../../test-support/free-port.ts';

export interface TestHub extends AsyncDisposable {
  readonly hub: Hub;
  readonly url: string;
  readonly printPort: number;
  /** What was logged as a warning or an error. */
  readonly warnings: readonly string[];
}

/** A whole hub in this process, on free ports and a folder of its own. */
export async function startHub(
  env: Record<string, string> = {},
  system: Partial<System> = {},
): Promise<TestHub> {
  const data = mkdtempSync(join(tmpdir(), 'posthouse-hub-'));
  const printPort = Number(env['POSTHOUSE_PRINT_PORT'] ?? (await freePort()));
  const { config, resolved } = loadConfig({
    file: null,
    flags: {},
    env: {
      POSTHOUSE_DATA: data,
      POSTHOUSE_PORT: '0',
      POSTHOUSE_PRINT_PORT: String(printPort),
      POSTHOUSE_BRIDGE_PORT: '0',
      POSTHOUSE_COME_BACK: '0',
      ...env,
    },
  });
  if (resolved.faults.length > 0) throw new Error(JSON.stringify(resolved.faults));
  const warnings: string[] = [];
  const warn = (_fields: object, text: string) => void warnings.push(text);
  const log: Log = { debug: () => {}, info: () => {}, warn, error: warn };
  const hub = await createHub(config, {
    clock: systemClock(),
    random: Math.random,
    log,
    dial: tcpDial,
    fetch,
    // What a password is hashed with is tried where it is made; here it would only take time.
    scrypt: { ln: 4, r: 1, p: 1 },
    onFatal: (error) => warnings.push(error.code),
    ...system,
  });
  return {
    hub,
    url: `http://127.0.0.1:${hub.port}`,
    printPort,
    warnings,
    async [Symbol.asyncDispose]() {
      await hub.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
