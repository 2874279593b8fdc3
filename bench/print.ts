import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, syncsPerSecond } from './durable/measure.ts';
import { openShop, type BenchShop } from './print/shop.ts';

const PRINTERS = 8;
const AT_ONCE = 16;
/** Commits on the way of one paper: its confirmation, its start, its end. */
const COMMITS_PER_PAPER = 3;

/**
 * From the confirmation of an order to the first byte of its paper at the printer, and to the printer's own
 * confirmation on disk; then jobs per second with eight printers. Beside it the disk's rate, because each step waits
 * for a sync. Argument: how many orders (200). Hub, load and virtual printers share this process.
 */
export async function bench([orders = '200']: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'posthouse-bench-'));
  const disk = syncsPerSecond(join(folder, 'disk'), 1_000);
  await rm(folder, { recursive: true });
  console.log(`disk: ${disk.toFixed(0)} appends with fdatasync/s, ${(1_000 / disk).toFixed(2)} ms each`);
  await latency(Number(orders), 1_000 / disk);
  await throughput(Math.ceil(Number(orders) / 2), disk);
}

/** One order at a time, one printer. */
async function latency(orders: number, sync: number): Promise<void> {
  await using shop = await openShop(1);
  const first: number[] = [];
  const confirmed: number[] = [];
  await printOne(shop);
  for (let n = 0; n < orders; n++) {
    const paper = await printOne(shop);
    first.push(paper.first);
    confirmed.push(paper.confirmed);
  }
  console.log(`confirm → first byte at the printer: ${spread(first)} = ${ratio(first, sync)} syncs`);
  console.log(`confirm → printed, on disk:          ${spread(confirmed)} = ${ratio(confirmed, sync)} syncs`);
}

async function printOne(shop: BenchShop): Promise<{ first: number; confirmed: number }> {
  const order = await shop.order();
  const from = performance.now();
  const firstByte = shop.firstByte();
  const done = shop.completed(1);
  await shop.confirm(order);
  const [first, confirmed] = await Promise.all([firstByte, done]);
  return { first: first - from, confirmed: confirmed - from };
}

/** Every order prints at each of eight printers. */
async function throughput(orders: number, disk: number): Promise<void> {
  await using shop = await openShop(PRINTERS);
  const ids: number[] = [];
  for (let n = 0; n < orders; n++) ids.push(await shop.order());
  const done = shop.completed(orders * PRINTERS);
  const from = performance.now();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let id = ids.pop(); id !== undefined; id = ids.pop()) await shop.confirm(id);
    }),
  );
  const rate = (orders * PRINTERS * 1_000) / ((await done) - from);
  console.log(
    `${PRINTERS} printers: ${rate.toFixed(0)} jobs/s, ${((rate * COMMITS_PER_PAPER) / disk).toFixed(2)} × what ` +
      `one sync for each of a paper's ${COMMITS_PER_PAPER} commits would allow`,
  );
}

const spread = (values: readonly number[]): string =>
  `p50 ${median(values).toFixed(1)} ms, p99 ${percentile(values, 0.99).toFixed(1)} ms`;

const ratio = (values: readonly number[], sync: number): string => (median(values) / sync).toFixed(1);

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}
