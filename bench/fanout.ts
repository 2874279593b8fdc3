import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { buildClient, load, startServer, type LoadResult } from './fanout/child.ts';
import { idleMemory } from './fanout/idle.ts';
import { median, ratiosPerCpu, type Pair } from './fanout/pairs.ts';

const TARGET_RATIO = 0.85;
/** CPU per delivery, of what a stock Socket.IO room takes. */
const TARGET_SIO = 0.45;
const TARGET_KB = 3;
const STALLED = 1;
const ROUNDS = 5;

interface Contestant {
  readonly name: string;
  readonly script: string;
  readonly mode?: 'sio';
  readonly bun?: string;
}

/**
 * Deliveries per second of one room with 1 % of its subscribers stalled, server and client each on a core of its
 * own, through `rooms.publish` and beside the others in the same run; then the ratios that count, per CPU second of
 * the server and in pairs that take turns; then memory per idle connection. Arguments: seconds per measurement (3; or
 * `idle` for the memory alone), subscribers (100,1000,10000; 0 leaves out this part), publications in flight (1,10,40).
 * Bun takes part when it is on the PATH or named by POSTHOUSE_BENCH_BUN.
 */
export async function bench([
  seconds = '3',
  subscribers = '100,1000,10000',
  inFlight = '1,10,40',
]: readonly string[]): Promise<void> {
  const client = buildClient();
  try {
    if (seconds !== 'idle') {
      for (const count of subscribers === '0' ? [] : subscribers.split(',')) {
        for (const burst of inFlight.split(',')) await compare(client, count, burst, seconds);
      }
      await comparePairs(client, seconds);
    }
    await compareIdle(client, 'plain', ['bare shared-frame loop', 'rooms.publish'], TARGET_KB);
    await compareIdle(client, 'sio', ['Socket.IO stock room', 'Socket.IO behind the port'], null);
  } finally {
    await rm(client);
  }
}

function contestants(): Contestant[] {
  const bun = process.env['POSTHOUSE_BENCH_BUN'] ?? 'bun';
  const hasBun = spawnSync(bun, ['--version']).status === 0;
  return [
    { name: 'bare shared-frame loop', script: 'bare-server.ts' },
    { name: 'rooms.publish', script: 'posthouse-server.ts' },
    { name: 'ws send per client', script: 'send-server.ts' },
    { name: 'Socket.IO stock room', script: 'socketio-server.ts', mode: 'sio' },
    { name: 'Socket.IO behind the port', script: 'socketio-port-server.ts', mode: 'sio' },
    ...(hasBun ? [{ name: 'Bun publish', script: 'bun-server.js', bun }] : []),
  ];
}

async function compare(client: string, count: string, burst: string, seconds: string): Promise<void> {
  console.log(`\n${count} subscribers, ${STALLED} % stalled, ${burst} in flight`);
  let bound: LoadResult | null = null;
  for (const contestant of contestants()) {
    const server = await startServer(contestant.script, contestant.bun);
    try {
      const crowd = `-n ${count} -B ${burst} -W ${burst} -S ${STALLED}`;
      const result = await load(
        client,
        server,
        `${crowd} -d ${seconds} -w 1 -m ${contestant.mode ?? 'plain'}`,
      );
      bound ??= result;
      console.log(lineOf(contestant.name, result, bound));
    } finally {
      await server.stop();
    }
  }
  if (!spawnedBun()) console.log('  Bun: not available');
}

function spawnedBun(): boolean {
  return contestants().some(({ bun }) => bun !== undefined);
}

function lineOf(name: string, result: LoadResult, bound: LoadResult): string {
  const ratio = result.msgs_s / bound.msgs_s;
  const perCpu = result.msgs_per_srvcpu_s / bound.msgs_per_srvcpu_s;
  const verdict =
    name === 'rooms.publish'
      ? ` (target ≥ ${TARGET_RATIO}: ${ratio >= TARGET_RATIO ? 'met' : 'MISSED'})`
      : '';
  const notes = [
    `server ${result.srvCpuPct} %`,
    `client ${result.cliCpuPct} %${result.cliCpuPct >= 90 ? ' (the client is the limit)' : ''}`,
    `others ${result.otherCpuPct} %`,
    `${result.B_per_msg.toFixed(0)} B each`,
    ...(result.dead > 0 ? [`${result.dead} LOST`] : []),
  ];
  return (
    `  ${name.padEnd(26)} ${(result.msgs_s / 1_000).toFixed(0).padStart(6)} k/s  ` +
    `${ratio.toFixed(2)} of the bound, ${perCpu.toFixed(2)} per CPU second${verdict}; ${notes.join(', ')}`
  );
}

async function comparePairs(client: string, seconds: string): Promise<void> {
  console.log(
    `\nDeliveries per CPU second of the server, 10 in flight, median of ${ROUNDS} pairs that took turns`,
  );
  const crowd = `-B 10 -W 10 -d ${seconds} -w 1`;
  const publish: Pair = {
    name: 'rooms.publish beside the bare loop',
    script: 'posthouse-server.ts',
    beside: 'bare-server.ts',
    mode: 'plain',
    crowd: `-n 10000 -S ${STALLED} ${crowd}`,
  };
  const ratios = await ratiosPerCpu(client, publish, ROUNDS);
  const share = median(ratios);
  console.log(lineOfPairs(publish.name, ratios, share, `≥ ${TARGET_RATIO}`, share >= TARGET_RATIO));
  const socketio: Pair = {
    name: 'CPU per delivery of Socket.IO behind the port, beside the stock room',
    script: 'socketio-port-server.ts',
    beside: 'socketio-server.ts',
    mode: 'sio',
    crowd: `-n 1000 ${crowd}`,
  };
  const costs = (await ratiosPerCpu(client, socketio, ROUNDS)).map((ratio) => 1 / ratio).reverse();
  const cost = median(costs);
  console.log(lineOfPairs(socketio.name, costs, cost, `≤ ${TARGET_SIO}`, cost <= TARGET_SIO));
}

function lineOfPairs(
  name: string,
  all: readonly number[],
  middle: number,
  target: string,
  met: boolean,
): string {
  const range = `${all[0]!.toFixed(2)}–${all.at(-1)!.toFixed(2)}`;
  return `  ${name}: ${middle.toFixed(2)} (${range}; target ${target}: ${met ? 'met' : 'MISSED'})`;
}

/** Memory of the second contestant's connections beside that of the first's; `target` in kilobytes more. */
async function compareIdle(
  client: string,
  mode: 'plain' | 'sio',
  names: readonly [string, string],
  target: number | null,
): Promise<void> {
  console.log(`\n10,000 idle connections, KB RSS each, median of ${ROUNDS} that took turns`);
  const scripts = names.map((wanted) => contestants().find(({ name }) => name === wanted)!.script);
  const kilobytes = await idleMemory(client, scripts, mode, ROUNDS);
  const middles = kilobytes.map(median);
  for (const [index, name] of names.entries()) {
    const range = `${kilobytes[index]![0]!.toFixed(1)}–${kilobytes[index]!.at(-1)!.toFixed(1)}`;
    console.log(`  ${name.padEnd(26)} ${middles[index]!.toFixed(1)} (${range})`);
  }
  const more = middles[1]! - middles[0]!;
  const verdict = target === null ? '' : ` (target ≤ ${target}: ${more <= target ? 'met' : 'MISSED'})`;
  console.log(`  difference ${more.toFixed(1)}${verdict}`);
}
