import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import process from 'node:process';
import type { AnyOp, Store } from '@posthouse/kernel';
import { loadConfig } from '../../../packages/hub/src/config/load.ts';
import { createHub } from '../../../packages/hub/src/hub.ts';
import { systemClock } from '../../../packages/hub/src/system/clock.ts';
import { tasksEnv } from './tasks-env.ts';

/**
 * Where a hub is to die: at the n-th write of an op, before it is handed to the store, while it is on its way to the
 * disk, or when it is there and nobody has heard of it yet.
 */
export interface KillPoint {
  readonly op: string;
  readonly n: number;
  readonly when: 'before' | 'during' | 'after';
}

const STDOUT = 1;

/** Kills this very process with SIGKILL at the point, which is said on standard output first. */
function dieAt(store: Store, { op, n, when }: KillPoint): void {
  let met = 0;
  const write = store.write.bind(store);
  const die = (): never => {
    writeSync(STDOUT, `killed ${when} ${op} #${n}\n`);
    process.kill(process.pid, 'SIGKILL');
    throw new Error('unreachable');
  };
  Object.assign(store, {
    async write(called: AnyOp, args: unknown) {
      const here = called.name === op && ++met === n;
      if (here && when === 'before') die();
      const written = write(called, args);
      if (here && when === 'during') setImmediate(die);
      const value = await written;
      if (here && when === 'after') die();
      return value;
    },
  });
}

/** As a process: `node killed-hub.ts <folder> <port> [<kill point as JSON>]`; says `open` when it is. */
const quiet = () => {};
const [folder = '', port = '0', point] = process.argv.slice(2);
const { config } = loadConfig({ file: null, flags: {}, env: tasksEnv(folder, Number(port)) });
const hub = await createHub(config, {
  clock: systemClock(),
  log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  random: Math.random,
  dial: () => Promise.reject(new Error('nobody is dialled here')),
  fetch,
  onFatal(error) {
    throw error;
  },
});
if (point !== undefined) dieAt(hub.kernel.store, JSON.parse(point) as KillPoint);
// What is killed writes none at its end, and the next one begins sooner with it.
flushCompileCache();
writeSync(STDOUT, 'open\n');
