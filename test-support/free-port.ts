import { createServer } from 'node:net';

/** Below the ports that a system gives to connections that go out, which would take one between our look and its use. */
const FIRST = 20_000;
/** Test files that run side by side, each in a worker of its own, must not be given the same ports. */
const OF_A_WORKER = 1_000;
const WORKERS = 10;
const first = FIRST + (Number(process.env['VITEST_POOL_ID'] ?? 0) % WORKERS) * OF_A_WORKER;
const given = new Set<number>();

/** A port that was free a moment ago and that nobody else here was given, for what cannot be told to take any. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = first + Math.floor(Math.random() * OF_A_WORKER);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
