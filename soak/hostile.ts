import { parseArgs } from 'node:util';
import type { Latencies } from './hostile/good-peers.ts';
import { kinds } from './hostile/kinds.ts';
import { percentile } from './hostile/percentile.ts';
import { runHostile, type Round } from './hostile/run-hostile.ts';

const MOST_RATIO = 1.5;
const MOST_GROWTH = 64 * 2 ** 20;

/**
 * `npm run soak -- hostile [--seed n] [--span 25000] [--scale 1] [--only flood,drip]`: the p99 of peers that behave,
 * alone, beside each kind of hostile peer at somebody else's door and at the hub's, and what became of those.
 */
export async function soak(args: readonly string[]): Promise<boolean> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      span: { type: 'string', default: '25000' },
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
    compare: true,
    patience: 75_000,
    say: (line) => console.log(line),
  });
  const rows = rounds.flatMap(rowsOf);
  console.table(rows);
  console.log(`the good native peer heard ${heard} messages in order`);
  for (const fault of faults) console.log(`FAULT ${fault}`);
  const kept = rounds.every(({ growth }) => growth <= MOST_GROWTH);
  return faults.length === 0 && kept && rows.every(({ ratio }) => ratio <= MOST_RATIO);
}

/** One row for each of the two good peers. `ratio` is against the control, `plain` against nobody hostile anywhere. */
function rowsOf({ kinds, alone, control, beside, growth }: Round) {
  return (['native', 'print'] as const).map((peer) => {
    const p99 = (latencies: Latencies | null) => round(percentile(latencies?.[peer] ?? [], 0.99));
    return {
      kind: kinds.join('+'),
      peer,
      p50: round(percentile(alone[peer], 0.5)),
      p50Beside: round(percentile(beside[peer], 0.5)),
      p99: p99(alone),
      p99Control: p99(control),
      p99Beside: p99(beside),
      ratio: round(p99(beside) / p99(control)),
      plain: round(p99(beside) / p99(alone)),
      growthMiB: Math.round(growth / 2 ** 20),
    };
  });
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
