import { expect, it } from 'vitest';
import { kinds } from './hostile/kinds.ts';
import { runHostile } from './hostile/run-hostile.ts';

const SEED = 9_127;

it(`K9 K10: hostile peers are ended or limited, each with its code, and a good one hears all in order (seed ${SEED})`, async () => {
  const { faults, heard, rounds } = await runHostile({
    seed: SEED,
    rounds: [Object.keys(kinds)],
    span: 1_000,
    scale: 0.2,
    compare: false,
    patience: 40_000,
  });
  expect(faults).toEqual([]);
  expect(heard).toBeGreaterThan(100);
  const told = Object.keys(rounds[0]!.ends).join('\n');
  for (const end of [
    '4429 KERNEL_TOO_FAST',
    '4401 KERNEL_UNAUTHENTICATED',
    '1013 KERNEL_TOO_MANY',
    'HTTP/1.1 408',
  ]) {
    expect(told).toContain(end);
  }
}, 90_000);
