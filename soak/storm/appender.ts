import { setTimeout as sleep } from 'node:timers/promises';

const RETRY = 50;

/** A back-end that appends 1, 2, 3, … to the durable log, each until it is answered, whatever happens to the hub. */
export class Appender {
  /** The last number that was answered 2xx. */
  confirmed = 0;
  readonly #url: string;
  readonly #every: number;
  #stopped = false;
  readonly #running: Promise<void>;

  constructor(url: string, every: number) {
    this.#url = `${url}/api/soak/log`;
    this.#every = every;
    this.#running = this.#run();
  }

  /** Finishes the number in hand. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    for (let n = 1; !this.#stopped; n++) {
      while (!(await this.#append(n))) await sleep(RETRY);
      this.confirmed = n;
      await sleep(this.#every);
    }
  }

  async #append(n: number): Promise<boolean> {
    try {
      const answer = await fetch(this.#url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': `storm-append-${n}` },
        body: JSON.stringify({ n }),
      });
      await answer.arrayBuffer();
      return answer.ok;
    } catch {
      return false;
    }
  }
}
