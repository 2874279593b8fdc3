import { expect, it } from 'vitest';
import { runStorm } from './storm/run-storm.ts';

const SEED = 7_301;

it(`K1 K7: 200 peers come back from 2 kills of the hub: each durable message once, every gap said (seed ${SEED})`, async () => {
  const { comebacks, faults, gaps, messages } = await runStorm({
    seed: SEED,
    peers: 200,
    kills: 2,
    every: 20,
    cap: 500,
  });
  expect(faults).toEqual([]);
  expect(comebacks).toHaveLength(2);
  expect(gaps).toBe(400);
  expect(messages).toBeGreaterThan(20);
}, 60_000);
