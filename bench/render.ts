import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { createRenderer, encodeReceipt, receiptSvg, type Receipt } from '@posthouse/printing';
import { median } from './durable/measure.ts';

const LINE = '  1 x ¥25.00 = ¥25.00 珍珠奶茶 大杯 正常冰';
/** The bound of rule 5 of the hot paths: nothing on the event loop takes longer. */
const BOUND = 10;
const BATCH = 8;

/**
 * The event loop's delay while big receipts are set on its own thread and by the renderer, in turns; then what a short
 * receipt costs the calling thread either way. Argument: how many big receipts (200); every tenth becomes a picture.
 */
export async function bench([count = '200']: readonly string[]): Promise<void> {
  const receipts = Array.from({ length: Number(count) }, (_, n) => big(n));
  const renderer = createRenderer();
  await renderer.encode(short(1));
  encodeReceipt(short(1));
  const idle = await delays(receipts, () => sleep(5));
  const here = await delays(receipts, async (receipt, n) =>
    (isPicture(n) ? receiptSvg : encodeReceipt)(receipt),
  );
  const there = await delays(receipts, (receipt, n) => renderer[isPicture(n) ? 'svg' : 'encode'](receipt));
  console.log(
    `${count} receipts of 600 to 1,000 lines, every tenth a picture of forty codes, ${BATCH} asked for at once`,
  );
  console.log(`nothing set at all:    ${idle.said}`);
  console.log(`on the calling thread: ${here.said}`);
  console.log(`by the renderer:       ${there.said}; p99 ${(here.p99 / there.p99).toFixed(0)} times less`);
  console.log(
    `p99 against the bound of ${BOUND} ms: ${(here.p99 / BOUND).toFixed(1)} × and ${(there.p99 / BOUND).toFixed(2)} ×`,
  );
  for (const lines of [1, 10, 40]) {
    const own = await cost(() => Promise.resolve(encodeReceipt(short(lines))));
    const away = await cost(() => renderer.encode(short(lines)));
    console.log(
      `${lines} lines: ${own.toFixed(0)} µs of the calling thread when set there, ${away.toFixed(0)} µs by the renderer`,
    );
  }
  await renderer.close();
}

interface Delays {
  /** Milliseconds. */
  readonly p99: number;
  readonly said: string;
}

async function delays(
  receipts: readonly Receipt[],
  set: (receipt: Receipt, n: number) => Promise<unknown>,
): Promise<Delays> {
  const waits: number[] = [];
  const waited = async (work: () => Promise<unknown>) => {
    const from = performance.now();
    await work();
    waits.push(performance.now() - from);
  };
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  const from = performance.now();
  for (let n = 0; n < receipts.length; n += BATCH) {
    const asked: Promise<void>[] = [];
    for (const [at, receipt] of receipts.slice(n, n + BATCH).entries()) {
      asked.push(waited(() => set(receipt, n + at)));
      // Requests come each in a turn of its own.
      await turn();
    }
    await Promise.all(asked);
  }
  const took = performance.now() - from;
  loop.disable();
  const p99 = loop.percentile(99) / 1e6;
  return {
    p99,
    said:
      `loop delayed p99 ${p99.toFixed(1)} ms, at most ${(loop.max / 1e6).toFixed(1)} ms; ` +
      `${took.toFixed(0)} ms in all, one p50 ${median(waits).toFixed(1)} ms`,
  };
}

/** CPU time of the calling thread for one, in microseconds. */
async function cost(set: () => Promise<unknown>): Promise<number> {
  for (let n = 0; n < 200; n++) await set();
  const from = process.threadCpuUsage();
  for (let n = 0; n < 500; n++) await set();
  const { user, system } = process.threadCpuUsage(from);
  return (user + system) / 500;
}

/** As much as a paper may hold. Every tenth is a picture of codes. */
const isPicture = (n: number): boolean => n % 10 === 0;
const big = (n: number): Receipt => (isPicture(n) ? codes : short(600 + (n % 5) * 100));
const codes: Receipt = {
  content: { markup: '{code:https://example.com/order/20250714-000123;option:qrcode,4,l}\n'.repeat(40) },
};
const short = (lines: number): Receipt => ({ content: { text: `${LINE}\n`.repeat(lines) } });
