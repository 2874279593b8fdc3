import type { Store } from '@posthouse/kernel';
import { openSqlite } from '@posthouse/store-sqlite';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { post } from './durable/app.ts';
import { openBare } from './durable/bare.ts';
import { ordersPerSecond } from './durable/http.ts';
import { median, postsPerSecond, syncsPerSecond } from './durable/measure.ts';

const TARGET_RATIO = 0.6;
const TARGET_DELAY = 5;
const SLOW_COMMIT = 50;
const ROUNDS = 5;

/**
 * Durable posts per second through `store.write`, beside the same statements in a bare loop on the same thread model
 * and beside the disk's own rate; then what a slow disk does to the main thread. Argument: milliseconds per
 * measurement (1,000). The folder is TMPDIR's: point it at the disk in question.
 */
export async function bench([span = '1000']: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'posthouse-bench-'));
  try {
    const disk = syncsPerSecond(join(folder, 'disk'), Number(span));
    console.log(`disk ${folder}: ${rate(disk)} appends with fdatasync/s`);
    for (const producers of [1, 64]) await compare(folder, producers, Number(span), disk);
    const overHttp = await ordersPerSecond(join(folder, 'hub'), 64, Number(span));
    console.log(
      `64 connections: ${rate(overHttp)} orders/s over HTTP, ${(overHttp / disk).toFixed(2)} × the disk's syncs`,
    );
    await delayOfMainThread(join(folder, 'slow'), Number(span));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function compare(folder: string, producers: number, span: number, disk: number): Promise<void> {
  const rounds: { store: number; bare: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const storeFolder = join(folder, `store-${producers}-${round}`);
    const bareFolder = join(folder, `bare-${producers}-${round}`);
    // The store makes the bare loop's tables, too: the same schema, the same pragmas of the file.
    await (await open(bareFolder)).close();
    rounds.push({
      store: await measureStore(storeFolder, producers, span),
      bare: await measureBare(join(bareFolder, 'core.db'), producers, span),
    });
  }
  const store = median(rounds.map((each) => each.store));
  const bare = median(rounds.map((each) => each.bare));
  const ratio = median(rounds.map((each) => each.store / each.bare));
  console.log(
    `${String(producers).padStart(2)} producers: store.write ${rate(store)} posts/s, bare loop ${rate(bare)}, ` +
      `ratio ${ratio.toFixed(2)} (target ≥ ${TARGET_RATIO}: ${ratio >= TARGET_RATIO ? 'met' : 'MISSED'}), ` +
      `${(store / disk).toFixed(2)} × the disk's syncs`,
  );
}

async function measureStore(folder: string, producers: number, span: number): Promise<number> {
  const store = await open(folder);
  const write = (args: Parameters<typeof post.run>[1]) => store.write(post, args);
  await postsPerSecond(write, producers, 'warm', span / 4);
  const result = await postsPerSecond(write, producers, 'measured', span);
  await store.close();
  return result;
}

async function measureBare(file: string, producers: number, span: number): Promise<number> {
  const bare = await openBare(file);
  await postsPerSecond((args) => bare.post(args), producers, 'warm', span / 4);
  const result = await postsPerSecond((args) => bare.post(args), producers, 'measured', span);
  await bare.close();
  return result;
}

/** How late the main thread's timers are while every commit takes 50 ms in the writer. */
async function delayOfMainThread(folder: string, span: number): Promise<void> {
  const store = await open(folder, SLOW_COMMIT);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const result = await postsPerSecond((args) => store.write(post, args), 64, 'slow', span * 2);
  delay.disable();
  await store.close();
  const p99 = delay.percentile(99) / 1e6;
  console.log(
    `commits slowed to ${SLOW_COMMIT} ms, 64 producers: ${rate(result)} posts/s, event-loop delay p99 ${p99.toFixed(1)} ms ` +
      `(target ≤ ${TARGET_DELAY}: ${p99 <= TARGET_DELAY ? 'met' : 'MISSED'}), max ${(delay.max / 1e6).toFixed(1)} ms`,
  );
}

function open(folder: string, slowCommit = 0): Promise<Store> {
  return openSqlite({
    folder,
    clock: { now: () => Date.now() },
    apps: { module: new URL('./durable/app.ts', import.meta.url), config: null },
    slowCommit,
  });
}

function rate(value: number): string {
  return Math.round(value).toLocaleString('en');
}
