import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

interface TaskEvent {
  task_id: number;
  n: number;
}

let folder: string;
let hub: ChildProcess | undefined;
let client: Socket | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthouse-recovery-'));
});

afterEach(async () => {
  client?.disconnect();
  if (hub) await kill(hub);
  hub = undefined;
  await rm(folder, { recursive: true });
});

async function start(port: number): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(new URL('./task-hub.ts', import.meta.url), [
    folder,
    JSON.stringify({ within: 120_000 }),
    String(port),
  ]);
  hub = child;
  const [message] = (await once(child, 'message')) as [{ port: number }];
  return { child, port: message.port };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Resolves when the numbers are committed. */
async function publish(child: ChildProcess, task: number, ...numbers: number[]): Promise<void> {
  const done = once(child, 'message');
  child.send({ task, numbers });
  await done;
}

/** Joins on the first `connect` alone, as the known web client does: it never re-joins. */
function connect(
  port: number,
  tasks: readonly number[],
  options: object,
): { seen: TaskEvent[]; joined: Promise<void> } {
  const socket = io(`http://127.0.0.1:${port}`, {
    reconnectionDelay: 50,
    reconnectionDelayMax: 200,
    ...options,
  });
  client = socket;
  const seen: TaskEvent[] = [];
  socket.on('task_completed', (event: TaskEvent) => seen.push(event));
  const joined = new Promise<void>((resolve) => {
    let open = tasks.length;
    socket.on('task_status', () => --open === 0 && resolve());
    socket.once('connect', () => {
      if (tasks.length === 0) resolve();
      for (const task_id of tasks) socket.emit('join_task', { task_id });
    });
  });
  return { seen, joined };
}

function numbers(seen: readonly TaskEvent[]): number[] {
  return seen.map(({ n }) => n);
}

describe.each([
  ['websocket', { transports: ['websocket'] }],
  ['polling, then websocket', {}],
  ['polling alone', { transports: ['polling'] }],
])('an unmodified socket.io-client that never re-joins, by %s', (_name, options) => {
  it('gets every later durable event exactly once after SIGKILL of the hub, having received only the first', async () => {
    const { child, port } = await start(0);
    const { seen, joined } = connect(port, [5, 6], options);
    await joined;
    const id = client!.id;
    // Not one event of the log has reached it: its offset is that of `connected`.
    const gone = once(client as never, 'disconnect');
    await kill(child);
    await gone;

    const killed = performance.now();
    const back = new Promise<void>((resolve) => void client!.once('connect', () => resolve()));
    const second = await start(port);
    const up = performance.now();
    await publish(second.child, 5, 1);
    await publish(second.child, 6, 2);
    await publish(second.child, 7, 99);
    await publish(second.child, 5, 3, 4);
    await back;
    const returned = performance.now();
    expect(client!.recovered).toBe(true);
    expect(client!.id).toBe(id);
    await expect.poll(() => numbers(seen)).toEqual([1, 2, 3, 4]);

    await publish(second.child, 6, 5);
    await expect.poll(() => numbers(seen)).toEqual([1, 2, 3, 4, 5]);
    console.log(
      `hub back ${(up - killed).toFixed(0)} ms after the kill was noticed, client back ${(returned - up).toFixed(0)} ms after the hub`,
    );
  });
});

describe('a client over repeated kills', () => {
  it('gets what it missed of three rooms in one order, each event once', async () => {
    let { child, port } = await start(0);
    const { seen, joined } = connect(port, [1, 2, 3], { transports: ['websocket'] });
    await joined;
    let n = 0;
    for (let round = 0; round < 2; round++) {
      for (let burst = 0; burst < 5; burst++) {
        for (const task of [1, 2, 3]) await publish(child, task, ++n, ++n);
      }
      await kill(child);
      ({ child } = await start(port));
      for (const task of [3, 1, 2]) await publish(child, task, ++n);
    }
    await expect.poll(() => seen.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(n);
    expect(numbers(seen)).toEqual(Array.from({ length: n }, (_, index) => index + 1));
  });
});
