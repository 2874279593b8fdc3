import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { io } from 'socket.io-client';
import { freePort } from '../test-support/free-port.ts';
import { runPosthouse } from '../packages/hub/src/testing/run-command.ts';
import { load, type LoadResult } from './bridge/load.ts';
import { syncsPerSecond } from './durable/measure.ts';

const PATH = '/startPrint?clientId=A&printData=hello';
const ACCEPTED = JSON.stringify({ message: '参数已接收' });
const CONNECTIONS = [1, 16, 64];

interface Contestant {
  readonly name: string;
  readonly port: number;
  readonly child: ChildProcess;
}

/**
 * `GET /startPrint` under load: the hub, which has every job on disk before it answers, beside the old server's shape,
 * which keeps nothing; in turns, each with one station on the real client, in processes of their own beside this one.
 * The disk's own rate is measured too: a lone caller waits for one of its syncs each time. The folder is TMPDIR's.
 * Argument: milliseconds per measurement (2,000).
 */
export async function bench([span = '2000']: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'posthouse-bench-'));
  const stock = await startStock();
  const ours = await startOurs(folder);
  try {
    const disk = syncsPerSecond(join(folder, 'disk'), Number(span) / 2);
    console.log(`disk ${folder}: ${Math.round(disk).toLocaleString('en')} appends with fdatasync/s`);
    for (const connections of CONNECTIONS) {
      const results = new Map<string, LoadResult>();
      for (const contestant of [stock, ours]) {
        results.set(contestant.name, await measure(contestant, connections, Number(span)));
      }
      const [theirs, own] = [results.get(stock.name)!, results.get(ours.name)!];
      const ratio = own.perSecond / theirs.perSecond;
      console.log(`${String(connections).padStart(2)} callers: ratio ${ratio.toFixed(2)}`);
    }
  } finally {
    for (const { child } of [stock, ours]) child.kill('SIGTERM');
    await once(ours.child, 'exit');
    await rm(folder, { recursive: true });
  }
}

async function measure({ name, port }: Contestant, connections: number, span: number): Promise<LoadResult> {
  const station = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], forceNew: true });
  let printed = 0;
  station.on('print', () => printed++);
  await new Promise<void>((resolve) => void station.on('connect', () => resolve()));
  station.emit('register', 'A');
  const warm = await load(port, PATH, ACCEPTED, connections, span / 4);
  const result = await load(port, PATH, ACCEPTED, connections, span);
  const sent = warm.answered + result.answered;
  for (let tries = 0; printed < sent - warm.wrong - result.wrong && tries < 100; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  station.disconnect();
  console.log(
    `${String(connections).padStart(2)} callers, ${name.padEnd(16)} ${Math.round(result.perSecond).toLocaleString('en').padStart(7)} requests/s, ` +
      `p50 ${result.p50.toFixed(2)} ms, p99 ${result.p99.toFixed(2)} ms; ${printed} of ${sent} printed, ${warm.wrong + result.wrong} refused`,
  );
  return result;
}

async function startStock(): Promise<Contestant> {
  const port = await freePort();
  const script = fileURLToPath(new URL('./bridge/stock.ts', import.meta.url));
  const child = spawn(process.execPath, [script, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return { name: 'stock Socket.IO', port, child };
}

async function startOurs(folder: string): Promise<Contestant> {
  const port = await freePort();
  const running = runPosthouse(
    [
      '--data',
      folder,
      '--port',
      String(await freePort()),
      '--print-port',
      '0',
      '--bridge-port',
      String(port),
    ],
    { POSTHOUSE_PRINT_VIRTUAL: 'false', POSTHOUSE_LOG: 'warn' },
  );
  await running.saw('项目启动成功');
  return { name: 'posthouse', port, child: running.child };
}
