import { once } from 'node:events';
import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';

export interface LoadResult {
  readonly perSecond: number;
  readonly answered: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Answers whose body was not the expected one. */
  readonly wrong: number;
}

/** Asks for `path` over `connections` kept-alive connections, one request after the other on each, for `span` ms. */
export async function load(
  port: number,
  path: string,
  expected: string,
  connections: number,
  span: number,
): Promise<LoadResult> {
  const latencies: number[] = [];
  let wrong = 0;
  const begun = performance.now();
  const end = begun + span;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true }).setEncoding('utf8');
      await once(socket, 'connect');
      while (performance.now() < end) {
        const asked = performance.now();
        socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
        const body = await answerOf(socket);
        latencies.push(performance.now() - asked);
        if (body !== expected) wrong++;
      }
      socket.destroy();
    }),
  );
  const took = performance.now() - begun;
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN;
  return {
    perSecond: (latencies.length / took) * 1_000,
    answered: latencies.length,
    p50: at(0.5),
    p99: at(0.99),
    wrong,
  };
}

/** The body of one answer: by its length, or by its one chunk. */
async function answerOf(socket: ReturnType<typeof connect>): Promise<string> {
  let text = '';
  for (;;) {
    text += ((await once(socket, 'data')) as [string])[0];
    const head = text.indexOf('\r\n\r\n');
    if (head === -1) continue;
    const body = text.slice(head + 4);
    const length = /content-length: (\d+)/i.exec(text.slice(0, head))?.[1];
    if (length !== undefined) {
      if (Buffer.byteLength(body) >= Number(length)) return body;
    } else if (body.endsWith('0\r\n\r\n')) return body.split('\r\n')[1] ?? '';
  }
}
