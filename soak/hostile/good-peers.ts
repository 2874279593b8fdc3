import { connect } from '../../packages/client/src/index.ts';
import { soakLive } from '../storm/soak-app.ts';

/** Milliseconds between two messages of each good peer: half of what it may send. */
const EVERY = 10;

/** How long messages took, in milliseconds, since the last time that was asked. */
export interface Latencies {
  readonly native: readonly number[];
  readonly print: readonly number[];
}

/**
 * A native peer in a room that another one speaks in, and an old print client that asks for a pong: both behave, and
 * both time what they get.
 */
export class GoodPeers {
  /** What must not happen to who behaves. */
  readonly faults: string[] = [];
  heard = 0;
  readonly #speaker;
  readonly #listener;
  readonly #print: WebSocket;
  readonly #asked: number[] = [];
  #native: number[] = [];
  #pongs: number[] = [];
  #said = 0;
  #timer: NodeJS.Timeout | undefined;
  #over = false;

  constructor(hubUrl: string, printUrl: string) {
    const url = `${hubUrl.replace('http', 'ws')}/ws`;
    const onError = (error: Error) => this.#fault(`the native peer was told ${error.message}`);
    this.#speaker = connect({ url, client: 'speaker/1', onError });
    this.#listener = connect({ url, client: 'listener/1', onError });
    this.#listener.subscribe<{ n: number; at: number }>(
      { name: soakLive.name, key: 'good' },
      {
        message: ({ n, at }) => {
          this.#native.push(performance.now() - at);
          if (n !== ++this.heard) this.#fault(`the native peer heard ${n} instead of ${this.heard}`);
        },
        gap: () => this.#fault('the native peer was told of a gap'),
        subscribed: () => this.#begin(),
      },
    );
    this.#print = new WebSocket(printUrl);
    this.#print.addEventListener('open', () =>
      this.#print.send('{"type":"printer_info","printer":{"name":"good","status":"ready"}}'),
    );
    this.#print.addEventListener('message', ({ data }) => {
      const { type } = JSON.parse(String(data)) as { type: string };
      if (type === 'pong') this.#pongs.push(performance.now() - this.#asked.shift()!);
    });
    this.#print.addEventListener('close', ({ code }) => {
      if (!this.#over) this.#fault(`the print client was closed with ${code}`);
    });
  }

  /** What was measured since the last time. */
  take(): Latencies {
    const latencies = { native: this.#native, print: this.#pongs };
    this.#native = [];
    this.#pongs = [];
    return latencies;
  }

  /** Says no more; what was said and asked is still awaited for `patience` milliseconds. */
  async finish(patience: number): Promise<void> {
    clearInterval(this.#timer);
    const until = performance.now() + patience;
    while (performance.now() < until && (this.heard < this.#said || this.#asked.length > 0)) {
      await new Promise((resolve) => setTimeout(resolve, EVERY));
    }
    if (this.heard < this.#said) this.#fault(`the native peer heard ${this.heard} of ${this.#said}`);
    if (this.#asked.length > 0) this.#fault(`the print client misses ${this.#asked.length} pongs`);
  }

  close(): void {
    this.#over = true;
    clearInterval(this.#timer);
    this.#speaker.close();
    this.#listener.close();
    this.#print.close();
  }

  #begin(): void {
    if (this.#timer) return this.#fault('the native peer lost its connection');
    this.#timer = setInterval(() => {
      const data = { n: ++this.#said, at: performance.now() };
      this.#speaker.publish({ name: soakLive.name, key: 'good' }, data);
      if (this.#print.readyState !== WebSocket.OPEN) return;
      this.#asked.push(performance.now());
      this.#print.send('{"type":"ping"}');
    }, EVERY);
  }

  #fault(what: string): void {
    if (this.faults.length < 100) this.faults.push(what);
  }
}
