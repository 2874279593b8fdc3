import { load, startServer, type LoadResult } from './child.ts';

/** Two servers under the same load, one of which is measured by the other. */
export interface Pair {
  readonly name: string;
  readonly script: string;
  readonly beside: string;
  readonly mode: 'plain' | 'sio';
  /** Arguments of the load client. */
  readonly crowd: string;
}

/**
 * Deliveries per second of the server's own CPU, as a share of those of the server beside it. The two take turns, so
 * that whatever else the machine does falls on both; each turn has its own process.
 */
export async function ratiosPerCpu(client: string, pair: Pair, rounds: number): Promise<readonly number[]> {
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const beside = await turn(client, pair.beside, pair);
    const measured = await turn(client, pair.script, pair);
    ratios.push(measured.msgs_per_srvcpu_s / beside.msgs_per_srvcpu_s);
  }
  return ratios.sort((a, b) => a - b);
}

async function turn(client: string, script: string, { crowd, mode }: Pair): Promise<LoadResult> {
  const server = await startServer(script);
  try {
    const result = await load(client, server, `${crowd} -m ${mode}`);
    if (result.dead > 0) throw new Error(`${script} lost ${result.dead} connections`);
    return result;
  } finally {
    await server.stop();
  }
}

export function median(sorted: readonly number[]): number {
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
