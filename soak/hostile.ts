import { parseArgs } from 'node:util';
import { kinds } from './hostile/kinds.ts';
import { percentile } from './hostile/percentile.ts';
import { runHostile, type Round } from './hostile/run-hostile.ts';

const MOST_RATIO = 1.5;
const MOST_GROWTH = 64 * 2 ** 20;

/**
 * `npm run soak -- hostile [--seed n] [--span 10000] [--scale 1] [--only flood,drip]`: the p99 of peers that behave,
 * alone and beside each kind of hostile peer, and what became of those.
 */
export async function soak(args: readonly string[]): Promise<boolean> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      span: { type: 'string', default: '10000' },
      scale: { type: 'string', default: '1' },
      only: { type: 'string' },
    },
  });
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  console.log(`seed ${seed}`);
  const { rounds, heard, faults } = await runHostile({
    seed,
    rounds: (values.only?.split(',') ?? Object.keys(kinds)).map((name) => name.split('+')),
    span: Number(values.span),
    scale: Number(values.scale),
    patience: 75_000,
    say: (line) => console.log(line),
  });
  const rows = rounds.map(rowOf);
  console.table(rows);
  console.log(`the good native peer heard ${heard} messages in order`);
  for (const fault of faults) console.log(`FAULT ${fault}`);
  const kept = rounds.every(({ growth }) => growth <= MOST_GROWTH);
  return (
    faults.length === 0 &&
    kept &&
    rows.every(({ ratio, printRatio }) => Math.max(ratio, printRatio) <= MOST_RATIO)
  );
}

function rowOf({ kinds, alone, beside, growth }: Round) {
  const p99 = (latencies: readonly number[]) => round(percentile(latencies, 0.99));
  return {
    kind: kinds.join('+'),
    p50: round(percentile(alone.native, 0.5)),
    p50Beside: round(percentile(beside.native, 0.5)),
    p99: p99(alone.native),
    p99Beside: p99(beside.native),
    ratio: round(p99(beside.native) / p99(alone.native)),
    printP99: p99(alone.print),
    printP99Beside: p99(beside.print),
    printRatio: round(p99(beside.print) / p99(alone.print)),
    growthMiB: Math.round(growth / 2 ** 20),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
