import type { Clock, Holder, Id, Item, Lease, Log, Ms, Peer, Report } from '@posthouse/kernel';
import type { JobBody, JobReport } from '../rules.ts';
import { jobName, namedPrint, plainPrint } from './words.ts';

/** A frame leaves at the end of its tick: only a ping later than this after it is behind it on the line. */
const TICK: Ms = 10;
/** In hand without proof at which a page is pinged out of turn, so that a busy one is not held up until its next pong. */
const MANY = 64;
const PONG_WITHIN: Ms = 5_000;
/** Characters that may wait before the socket: half of what the kernel lets a peer have before it cuts it. */
const QUEUED = 500_000;
const LOOK_AGAIN: Ms = 20;

export interface HandContext {
  readonly clock: Clock;
  readonly log: Log;
  readonly epoch: string;
}

interface InHand {
  readonly item: Id;
  readonly lease: Lease;
  readonly sentAt: Ms;
}

/**
 * What one socket has been sent for one id and has not answered for. A station that reports says how each job went; for
 * a page that never does, a pong to a ping that followed the frame proves that it arrived.
 */
export class Hand implements Holder<JobBody> {
  readonly remembers?: string;
  readonly #peer: Peer;
  readonly #context: HandContext;
  readonly #reports: boolean;
  /** By job. Bounded by the mailbox's window. */
  readonly #sent = new Map<Id, InHand>();
  #asking = false;
  #gone = false;
  /** Frames go in their order, each when there is room for it. */
  #turn: Promise<void> = Promise.resolve();

  constructor(peer: Peer, journal: string | null, context: HandContext) {
    this.#peer = peer;
    this.#context = context;
    this.#reports = journal !== null;
    if (journal !== null) this.remembers = journal;
  }

  get peer(): string {
    return this.#peer.id;
  }

  deliver(item: Item<JobBody>, lease: Lease): void {
    this.#send(item, lease).catch((error: unknown) => this.#warn(error));
  }

  alive(): Promise<boolean> {
    return Promise.resolve(!this.#gone);
  }

  /** The station has stored it: from here on it may take as long as a person with a print dialog takes. */
  async taken(job: Id, journal: string): Promise<boolean> {
    const held = this.#sent.get(job);
    await held?.lease.report(held.item, { is: 'taken', by: journal });
    return held !== undefined;
  }

  async over(job: Id, how: 'done' | 'refused', report: JobReport): Promise<boolean> {
    const held = this.#sent.get(job);
    if (!held) return false;
    this.#sent.delete(job);
    await held.lease.report(held.item, { is: 'over', how, report });
    return true;
  }

  /** A pong came, to a ping of `rtt` ago. */
  pong(): void {
    if (this.#reports || this.#sent.size === 0) return;
    const pingedAt = this.#context.clock.mono() - (this.#peer.rtt ?? 0);
    for (const [job, { sentAt }] of this.#sent) {
      // In order of sending: what follows is younger still.
      if (sentAt + TICK > pingedAt) break;
      this.#settle(job, { is: 'over', how: 'done', report: { evidence: 'received' } });
    }
  }

  /** The socket is gone. What a journal remembers is asked again; what a page had on the line nobody knows. */
  lost(): void {
    this.#gone = true;
    if (!this.#reports)
      for (const job of this.#sent.keys()) this.#settle(job, { is: 'over', how: 'unknown' });
    this.#sent.clear();
  }

  async #send(item: Item<JobBody>, lease: Lease): Promise<void> {
    const again = item.state !== 'waiting';
    if (this.#gone || (!again && !(await lease.start(item.id)))) return;
    const mine = this.#turn.then(() => this.#write(item, lease, again));
    this.#turn = mine.catch(() => {});
    return mine;
  }

  async #write(item: Item<JobBody>, lease: Lease, again: boolean): Promise<void> {
    const { job, payload } = item.body;
    if (this.#peer.queued > 0) await this.#room(JSON.stringify(payload).length);
    if (this.#gone) {
      // Nothing has left: the next socket may have it. What a journal remembers stays in its hand.
      if (again) return;
      return lease.report(item.id, { is: 'over', how: 'refused', report: { before: true } });
    }
    this.#sent.set(job, { item: item.id, lease, sentAt: this.#context.clock.mono() });
    this.#peer.send(
      this.#reports ? namedPrint(payload, jobName(this.#context.epoch, job), again) : plainPrint(payload),
    );
    if (this.#sent.size >= MANY && !this.#reports) this.#ask();
  }

  /** Big jobs for a slow line: several at once would be more than a peer may have queued. */
  async #room(size: number): Promise<void> {
    while (!this.#gone && this.#peer.queued > 0 && this.#peer.queued + size > QUEUED) {
      await new Promise<void>((resolve) => void this.#context.clock.after(LOOK_AGAIN, resolve));
    }
  }

  #ask(): void {
    if (this.#asking) return;
    this.#asking = true;
    this.#context.clock.after(2 * TICK, () => {
      void this.#peer.alive(PONG_WITHIN).then(() => {
        this.#asking = false;
        if (this.#sent.size >= MANY) this.#ask();
      });
    });
  }

  #settle(job: Id, report: Report): void {
    const held = this.#sent.get(job);
    this.#sent.delete(job);
    held?.lease.report(held.item, report).catch((error: unknown) => this.#warn(error));
  }

  #warn(error: unknown): void {
    this.#context.log.warn({ peer: this.#peer.id, error: String(error) }, 'a station could not be served');
  }
}
