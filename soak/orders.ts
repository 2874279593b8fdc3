import { parseArgs } from 'node:util';
import { runOrders } from './orders/run-orders.ts';

/**
 * `npm run soak -- orders [--seed n] [--orders 1000] [--kills 50] [--report 3000] [--silence 30000]`: orders are
 * confirmed while the hub is killed; no paper is lost, doubled or guessed.
 */
export async function soak(args: readonly string[]): Promise<boolean> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      orders: { type: 'string', default: '1000' },
      kills: { type: 'string', default: '50' },
      report: { type: 'string', default: '3000' },
      silence: { type: 'string', default: '30000' },
    },
  });
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  console.log(`seed ${seed}`);
  const result = await runOrders({
    seed,
    orders: Number(values.orders),
    kills: Number(values.kills),
    longestReport: Number(values.report),
    silence: Number(values.silence),
    say: (line) => console.log(line),
  });
  console.log(JSON.stringify({ ...result, faults: result.faults.length }, null, 2));
  for (const fault of result.faults) console.log(`FAULT ${fault}`);
  return result.faults.length === 0;
}
