import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HubProcess } from '../../test-support/hub-process.ts';
import { check, disagreements } from './check.ts';
import { notingClient } from './printed.ts';
import { createRandom } from './random.ts';
import { Shop } from './shop.ts';

export interface OrdersOptions {
  readonly seed: number;
  readonly orders: number;
  readonly kills: number;
  /** Milliseconds: the speaking client reports after 0 to this. */
  readonly longestReport: number;
  /** Milliseconds until a client that says nothing counts as silent. */
  readonly silence: number;
  readonly say?: (line: string) => void;
}

export interface OrdersResult {
  readonly seed: number;
  readonly faults: readonly string[];
  /** How many jobs ended how, per client. */
  readonly ends: Readonly<Record<string, number>>;
  readonly kills: number;
  readonly repeats: number;
  readonly seconds: number;
}

const SPEAKER = '会回报的';
const MUTE = '从不回报的';
/** Orders that are on their way to the hub at once. */
const AT_ONCE = 4;

/** Orders are confirmed while the hub is killed at random; afterwards everything must add up. */
export async function runOrders(options: OrdersOptions): Promise<OrdersResult> {
  const { seed, orders, silence, longestReport, say = () => {} } = options;
  const began = Date.now();
  const random = createRandom(seed);
  const folder = await mkdtemp(join(tmpdir(), 'posthouse-orders-'));
  const hub = await HubProcess.start(folder, { POSTHOUSE_PRINT_SILENCE: `${silence}ms` });
  const delays = createRandom(seed + 1);
  const speaker = notingClient(SPEAKER, hub.printUrl, () => delays() * longestReport);
  const mute = notingClient(MUTE, hub.printUrl, () => null);
  try {
    const shop = new Shop(hub.url, `soak-${seed}`);
    const printers = [await shop.printer(SPEAKER), await shop.printer(MUTE)] as const;
    const confirmed: number[] = [];
    const patience = silence * 4 + 30_000;
    // Who is mute is known after one silence: before that, a kill could only end in a question.
    confirmed.push(await shop.order(0, printers[1]));
    if (!(await shop.ended(patience))) throw new Error('the first paper of the mute client never ended');

    const progress = () => speaker.printed.length + mute.printed.length;
    const moments = Array.from({ length: options.kills }, () => 1 + random() * orders * 0.95).sort(
      (a, b) => a - b,
    );
    const killing = killAt(hub, moments, progress, random, say);
    let next = 1;
    const ordering = Array.from({ length: AT_ONCE }, async () => {
      while (next <= orders) {
        const n = next++;
        confirmed.push(await shop.order(n, printers[random() < 0.5 ? 0 : 1]));
      }
    });
    await Promise.all([killing, ...ordering]);
    say(`${confirmed.length} orders confirmed, ${hub.kills.length} kills; waiting for the last papers`);
    const jobs = await shop.ended(patience + orders * longestReport);
    if (!jobs) throw new Error('some jobs never ended');

    speaker.close();
    mute.close();
    await hub.stop();
    const wrong = disagreements(folder);
    return {
      seed,
      faults: [
        ...check({
          confirmed,
          jobs,
          printed: [...speaker.printed, ...mute.printed],
          kills: hub.kills,
          speaker: SPEAKER,
          mute: MUTE,
        }),
        ...(wrong === 0 ? [] : [`${wrong} jobs do not agree with their items`]),
      ],
      ends: countBy(jobs.map((job) => `${job.printer_name} ${job.status}`)),
      kills: hub.kills.length,
      repeats: shop.repeats,
      seconds: (Date.now() - began) / 1_000,
    };
  } finally {
    speaker.close();
    mute.close();
    await hub.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Kills the hub when that many papers have come out, give or take a moment, and starts it again. */
async function killAt(
  hub: HubProcess,
  moments: readonly number[],
  progress: () => number,
  random: () => number,
  say: (line: string) => void,
): Promise<void> {
  for (const [index, moment] of moments.entries()) {
    while (progress() < moment) await sleep(5);
    await sleep(random() * 200);
    await hub.kill();
    say(`kill ${index + 1} of ${moments.length} after ${progress()} papers`);
    await hub.start();
  }
}

function countBy(words: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length]));
}
