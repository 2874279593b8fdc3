import { load, startServer } from './child.ts';

/**
 * Kilobytes of RSS that each of 10,000 idle connections takes of these servers, each server's rounds in ascending order.
 * The servers take turns, each time with a process of its own: where its collector stands is a matter of chance.
 */
export async function idleMemory(
  client: string,
  scripts: readonly string[],
  mode: 'plain' | 'sio',
  rounds: number,
): Promise<readonly (readonly number[])[]> {
  const all = scripts.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, script] of scripts.entries()) all[index]!.push(await turn(client, script, mode));
  }
  return all.map((kilobytes) => kilobytes.sort((a, b) => a - b));
}

async function turn(client: string, script: string, mode: string): Promise<number> {
  const server = await startServer(script);
  try {
    return (await load(client, server, `-I -n 10000 -d 3 -m ${mode}`)).kbPerConn;
  } finally {
    await server.stop();
  }
}
