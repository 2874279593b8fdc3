import { parseArgs } from 'node:util';
import { paperTable } from './paper/table.ts';
import { runPaper } from './paper/run-paper.ts';

/**
 * `npm run soak -- paper [--seed n] [--orders 500] [--kills 20] [--cuts 10] [--outs 5] [--restores 1] [--lag 120]`: papers
 * on four printers while hub and agents are killed, cables cut, paper runs out and the hub is set back to a backup; none
 * lost, none doubled, none guessed.
 */
export async function soak(args: readonly string[]): Promise<boolean> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      orders: { type: 'string', default: '500' },
      kills: { type: 'string', default: '20' },
      cuts: { type: 'string', default: '10' },
      outs: { type: 'string', default: '5' },
      restores: { type: 'string', default: '1' },
      lag: { type: 'string', default: '120' },
    },
  });
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  console.log(`seed ${seed}`);
  const result = await runPaper({
    seed,
    orders: Number(values.orders),
    kills: Number(values.kills),
    cuts: Number(values.cuts),
    outs: Number(values.outs),
    restores: Number(values.restores),
    lag: Number(values.lag),
    say: (line) => console.log(line),
  });
  console.log(paperTable(result));
  for (const fault of result.faults) console.log(`FAULT ${fault}`);
  return result.faults.length === 0;
}
