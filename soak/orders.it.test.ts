import { expect, it } from 'vitest';
import { runOrders } from './orders/run-orders.ts';

const SEED = 20_251;

it(`K1 K4: 100 orders and 5 kills of the hub: no paper lost, doubled or guessed (seed ${SEED})`, async () => {
  const result = await runOrders({ seed: SEED, orders: 100, kills: 5, longestReport: 150, silence: 2_000 });
  expect(result.faults).toEqual([]);
  expect(result.kills).toBe(5);
}, 120_000);
