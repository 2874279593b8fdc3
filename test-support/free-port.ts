import { createServer } from 'node:net';

/** Below the ports that a system gives to connections that go out, which would take one between our look and its use. */
const FIRST = 20_000;
const COUNT = 10_000;

/** A port that was free a moment ago, for what cannot be told to take any. */
export async function freePort(): Promise<number> {
  for (;;) {
    // Any: test files that run side by side must not go through the same ones.
    const port = FIRST + Math.floor(Math.random() * COUNT);
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
