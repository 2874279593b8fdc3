import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HubProcess } from '../../test-support/hub-process.ts';
import { createRandom } from '../orders/random.ts';
import { Shop } from '../orders/shop.ts';

const SEED = 7;
const KILLS = 4;
const ORDERS = 5;

let folder: string;
let hub: HubProcess;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthouse-virtual-'));
  hub = await HubProcess.start(join(folder, 'hub'), { POSTHOUSE_PRINT_VIRTUAL: 'true' });
});
afterAll(async () => {
  await hub.stop();
  await rm(folder, { recursive: true, force: true });
});

interface VirtualPaper {
  readonly id: number;
  readonly text: string;
}

async function papers(): Promise<readonly VirtualPaper[]> {
  const response = await fetch(`${hub.url}/api/print/papers`);
  return ((await response.json()) as { items: VirtualPaper[] }).items;
}

it(`K4: what the virtual printer printed is there after each of ${KILLS} kills, no paper twice (seed ${SEED})`, async () => {
  const random = createRandom(SEED);
  const shop = new Shop(hub.url, 'virtual');
  /** Orders by the number of what was ordered. */
  const orders = new Map<number, number>();
  let seen: readonly VirtualPaper[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const before = (await papers()).length;
    for (let n = 0; n < ORDERS; n++) {
      const drink = orders.size + 1;
      orders.set(drink, await shop.order(drink));
    }
    // Somewhere between the first new paper and the evidence of the last.
    while ((await papers()).length === before) await sleep(1);
    await sleep(random() * 40);
    seen = await papers();
    await hub.kill();
    await hub.start();
    expect(await papers()).toEqual(expect.arrayContaining([...seen]));
  }
  const jobs = await shop.ended(60_000);
  const floor = await papers();
  const printed = new Map(
    [...orders].map(([drink, order]) => {
      const bears = new RegExp(`饮品 ${drink}(?!\\d)`);
      return [order, floor.filter(({ text }) => bears.test(text)).length];
    }),
  );
  expect(jobs).toHaveLength(KILLS * ORDERS);
  for (const { order_id, status } of jobs!) {
    expect(['completed', 'uncertain']).toContain(status);
    const few = status === 'completed' ? [1] : [0, 1];
    expect(few).toContain(printed.get(order_id));
  }
  expect(new Set(floor.map(({ id }) => id)).size).toBe(floor.length);
  expect(floor).toHaveLength([...printed.values()].reduce((sum, count) => sum + count, 0));
}, 400_000);
