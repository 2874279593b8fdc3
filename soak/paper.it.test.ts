import { expect, it } from 'vitest';
import { runPaper } from './paper/run-paper.ts';

const SEED = 20_253;

it(`K4: 60 papers on four printers while hub and agents are killed (seed ${SEED})`, async () => {
  const result = await runPaper({ seed: SEED, orders: 15, kills: 1, cuts: 1, outs: 1, restores: 1, lag: 80 });
  // So few papers prove no percentage; everything else must hold.
  expect(result.faults.filter((fault) => !fault.startsWith('only '))).toEqual([]);
  // Once for itself, once before the backup was restored.
  expect(result.hubKills).toBe(2);
  expect(result.restores).toBe(1);
}, 400_000);
