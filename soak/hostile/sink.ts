import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { banish } from './cores.ts';
import type { Ports } from './doors.ts';

const FILE = fileURLToPath(new URL('./sink-process.ts', import.meta.url));

/** Somebody else to attack: what good peers feel then, this machine does to them and not the hub. */
export interface Sink {
  readonly ports: Ports;
  end(): void;
}

export async function openSink(): Promise<Sink> {
  const child = fork(FILE);
  banish(child.pid!);
  const [ports] = (await once(child, 'message')) as [Ports];
  return { ports, end: () => void child.kill('SIGKILL') };
}
