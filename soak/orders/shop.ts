import { setTimeout as sleep } from 'node:timers/promises';

export interface Job {
  readonly id: number;
  readonly order_id: number;
  readonly printer_name: string;
  readonly status: string;
  readonly evidence?: string | null;
  readonly papers: readonly { readonly copy: number; readonly attempt: number; readonly status: string }[];
  readonly history: readonly {
    readonly at: string;
    readonly what: string;
    readonly copy: number;
    readonly attempt: number;
  }[];
}

const RETRY = 50;
const GIVE_UP = 60_000;
const PAGE = 100;

/** The shop's back-end: it asks until it is answered, with the same idempotency key each time. */
export class Shop {
  readonly #url: string;
  readonly #run: string;
  #printers = 0;
  /** Requests that got no answer and were sent again. */
  repeats = 0;

  constructor(url: string, run: string) {
    this.#url = url;
    this.#run = run;
  }

  /** `more`: what a printer may have beside its name, such as `{ driver: 'direct', ip_address, port }`. */
  async printer(name: string, more: object = {}): Promise<number> {
    const { id } = await this.#post<{ id: number }>('/api/print/printers', `printer-${++this.#printers}`, {
      name,
      ...more,
    });
    return id;
  }

  /** How many jobs of a printer have left the queue and are not over. */
  async moving(printer: number): Promise<number> {
    const counts = await Promise.all(
      ['printing', 'at_agent'].map((status) =>
        this.#get<{ total: number }>(`/api/print/jobs?status=${status}&printer_id=${printer}&size=1`),
      ),
    );
    return counts.reduce((sum, { total }) => sum + total, 0);
  }

  /** How many jobs wait for their printers. */
  async waiting(): Promise<number> {
    return (await this.#get<{ total: number }>('/api/print/jobs?status=waiting&size=1')).total;
  }

  /** Creates and confirms an order, for one printer or for all; resolves with its number once both were answered 2xx. */
  async order(n: number, printer?: number): Promise<number> {
    const items = [{ name: `饮品 ${n}`, quantity: 1, unit_price: 12.5 }];
    const { id } = await this.#post<{ id: number }>('/api/print/orders', `order-${n}`, { items });
    await this.#post(`/api/print/orders/${id}/confirm`, `confirm-${n}`, {
      ...(printer !== undefined && { printer_id: printer }),
    });
    return id;
  }

  /** Resolves when no job waits or moves; null when that took longer than `within` milliseconds. */
  async ended(within: number): Promise<readonly Job[] | null> {
    const until = Date.now() + within;
    while (Date.now() < until) {
      const open = await Promise.all(
        ['waiting', 'printing', 'at_agent'].map((status) =>
          this.#get<{ total: number }>(`/api/print/jobs?status=${status}&size=1`),
        ),
      );
      if (open.every(({ total }) => total === 0)) return this.#jobs();
      await sleep(100);
    }
    return null;
  }

  async #jobs(): Promise<readonly Job[]> {
    const ids: number[] = [];
    for (let page = 1, total = 1; (page - 1) * PAGE < total; page++) {
      const list = await this.#get<{ items: { id: number }[]; total: number }>(
        `/api/print/jobs?page=${page}&size=${PAGE}`,
      );
      ids.push(...list.items.map(({ id }) => id));
      total = list.total;
    }
    const jobs: Job[] = [];
    for (const id of ids) jobs.push(await this.#get<Job>(`/api/print/jobs/${id}`));
    return jobs;
  }

  #get<T>(path: string): Promise<T> {
    return this.#ask(path, {});
  }

  #post<T>(path: string, key: string, body: object): Promise<T> {
    return this.#ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `${this.#run}-${key}` },
      body: JSON.stringify(body),
    });
  }

  async #ask<T>(path: string, request: RequestInit): Promise<T> {
    const until = Date.now() + GIVE_UP;
    for (;;) {
      const answer = await fetch(this.#url + path, request)
        .then(async (response) => ({ status: response.status, text: await response.text() }))
        .catch((error: unknown) => {
          if (Date.now() > until) throw error;
          return null;
        });
      if (answer && answer.status < 300) return JSON.parse(answer.text) as T;
      if (answer && answer.status < 500) throw new Error(`${path}: ${answer.status} ${answer.text}`);
      this.repeats++;
      await sleep(RETRY);
    }
  }
}
