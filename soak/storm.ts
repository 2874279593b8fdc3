import { parseArgs } from 'node:util';
import { runStorm } from './storm/run-storm.ts';

/**
 * `npm run soak -- storm [--seed n] [--peers 10000] [--kills 3] [--every 500] [--cap 30000]`: live connections, kill -9, comeback
 * with full jitter; every durable message reaches every peer once, and what memory lost is said.
 */
export async function soak(args: readonly string[]): Promise<boolean> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      peers: { type: 'string', default: '10000' },
      kills: { type: 'string', default: '3' },
      every: { type: 'string', default: '500' },
      cap: { type: 'string', default: '30000' },
    },
  });
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  console.log(`seed ${seed}`);
  const { comebacks, faults, ...result } = await runStorm({
    seed,
    peers: Number(values.peers),
    kills: Number(values.kills),
    every: Number(values.every),
    cap: Number(values.cap),
    say: (line) => console.log(line),
  });
  console.log(JSON.stringify({ ...result, faults: faults.length }));
  console.table(
    comebacks.map(({ hub, ...times }) => ({
      ...times,
      hubPeakCpuPercent: hub.cpuPercent,
      hubPeakRssMb: Math.round(hub.resident / 1e6),
    })),
  );
  for (const fault of faults) console.log(`FAULT ${fault}`);
  return faults.length === 0 && result.gaps === result.peers * comebacks.length;
}
