import type { Clock, Codec, Inbound, Ms, Peer, Principal } from '@posthouse/kernel';
import { expect, vi } from 'vitest';

interface Sent {
  readonly type: string;
  readonly order?: {
    readonly job_id: number;
    readonly copy: number;
    readonly attempt: number;
    readonly content: string;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** An old client's connection: what it was sent, and what it says. */
export class FakePeer implements Peer {
  readonly id = 'peer';
  readonly endpoint = 'print';
  readonly address = '127.0.0.1';
  readonly queued = 0;
  principal: Principal;
  codec!: Codec;
  state: Peer['state'] = 'opening';
  inbound!: Inbound;
  /** Whether it answers pings; a dead one never does, and `alive` takes as long as it is allowed to. */
  answers = true;
  readonly sent: Sent[] = [];
  readonly #clock: Clock;

  constructor(clock: Clock, roles: readonly string[]) {
    this.#clock = clock;
    this.principal = { id: 'old', roles, anonymous: true };
  }

  open(): void {
    this.state = 'open';
  }

  send(message: unknown): void {
    if (this.state === 'open') this.sent.push(JSON.parse(String(this.codec.direct(message).data)) as Sent);
  }

  refused(): void {}

  alive(wait: Ms): Promise<boolean> {
    if (this.state === 'closed') return Promise.resolve(false);
    if (this.answers) return Promise.resolve(true);
    return new Promise((resolve) => {
      this.#clock.after(wait, () => resolve(false));
    });
  }

  close(code: number): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    this.inbound.closed(code);
  }

  says(message: unknown): Promise<void> {
    return this.inbound.message(JSON.stringify(message));
  }

  reports(job: number, status: string, message = ''): Promise<void> {
    return this.says({ type: 'print_status', job_id: job, status, message });
  }

  /** Every `new_order` it got, as (job, copy, attempt). */
  get papers(): readonly string[] {
    return this.sent.flatMap(({ order }) =>
      order ? [`${order.job_id}/${order.copy}/${order.attempt}`] : [],
    );
  }

  /** Waits until that many papers have come. */
  async has(count: number): Promise<void> {
    await vi.waitFor(() => expect(this.papers).toHaveLength(count), { timeout: 60_000, interval: 2 });
  }
}
