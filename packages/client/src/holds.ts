import type { ClientMessage, HubMessage, HubWord } from '@posthouse/protocol';
import { ClientError, isPassing } from './client-error.ts';
import { OfferedJob, type Job } from './job.ts';
import type { Reports } from './reports.ts';

export interface MailboxRef {
  readonly box: string;
  readonly key: string;
  /** The random id of this holder's own journal, when it keeps one over restarts. */
  readonly remembers?: string;
}

/**
 * Does one job: `start()`, the work, `over(...)`. A handler that ends without a report is taken at its worst:
 * `refused` when it had not begun, else `unknown`.
 */
export type JobHandler<B = unknown> = (job: Job<B>) => Promise<void> | void;

export interface HoldListener {
  held?(lease: number): void;
  /** Somebody else holds it; asked for again now and then. */
  conflict?(): void;
  /** Another holder won: this hold is over. */
  lost?(): void;
  refused?(error: ClientError): void;
  /** An item ended without having been begun. */
  skipped?(item: HubWord<'skipped'>['data']): void;
}

export interface Hold {
  close(): void;
}

interface Entry {
  readonly ref: MailboxRef;
  readonly handler: JobHandler;
  readonly listener: HoldListener;
  held: boolean;
}

type HoldMessage = Extract<
  HubMessage,
  { type: 'held' | 'conflict' | 'lost' | 'item' | 'go' | 'revoke' | 'skipped' }
>;

/** Mailboxes that are held, and the jobs in hand, over all connections. */
export class Holds {
  readonly #send: (message: ClientMessage) => boolean;
  readonly #reports: Reports;
  readonly #entries = new Map<string, Entry>();
  readonly #jobs = new Map<string, OfferedJob>();

  constructor(send: (message: ClientMessage) => boolean, reports: Reports) {
    this.#send = send;
    this.#reports = reports;
  }

  /** Throws NATIVE_TAKEN when this client holds the mailbox already. */
  open(ref: MailboxRef, handler: JobHandler, listener: HoldListener): Hold {
    const name = nameOf(ref);
    if (this.#entries.has(name)) throw new ClientError('NATIVE_TAKEN');
    const entry: Entry = { ref, handler, listener, held: false };
    this.#entries.set(name, entry);
    this.#ask(entry);
    return {
      close: () => {
        if (this.#entries.get(name) !== entry) return;
        this.#giveUp(name);
        const { box, key } = ref;
        this.#send({ type: 'release', data: { box, key } });
      },
    };
  }

  opened(): void {
    for (const entry of this.#entries.values()) this.#ask(entry);
  }

  /** Offers end with their connection; what is begun goes on. */
  lost(): void {
    for (const entry of this.#entries.values()) entry.held = false;
    for (const job of this.#jobs.values()) this.#withdraw(job);
  }

  /** What is not held is asked for again: somebody else may have left. */
  repeat(): void {
    for (const entry of this.#entries.values()) if (!entry.held) this.#ask(entry);
  }

  receive(word: HoldMessage): void {
    switch (word.type) {
      case 'held':
        return this.#with(word.data, (entry) => {
          entry.held = true;
          entry.listener.held?.(word.data.lease);
        });
      case 'conflict':
        return this.#with(word.data, ({ listener }) => listener.conflict?.());
      case 'lost':
        return this.#with(word.data, ({ listener }) => {
          this.#giveUp(nameOf(word.data));
          listener.lost?.();
        });
      case 'skipped':
        return this.#with(word.data, ({ listener }) => listener.skipped?.(word.data));
      case 'item':
        return this.#with(word.data, ({ handler }) => this.#offered(word.data, handler));
      case 'go':
        return this.#jobs.get(word.data.item)?.go();
      case 'revoke':
        return this.#withdraw(this.#jobs.get(word.data.item));
    }
  }

  refused(mailbox: MailboxRef, error: ClientError): boolean {
    const entry = this.#entries.get(nameOf(mailbox));
    if (!entry) return false;
    if (isPassing(error.code)) return true;
    this.#entries.delete(nameOf(mailbox));
    entry.listener.refused?.(error);
    return true;
  }

  /** The hub could not start an item: the offer is void, and comes again if it still stands. */
  startRefused(item: string): void {
    this.#withdraw(this.#jobs.get(item));
  }

  #offered(offer: HubWord<'item'>['data'], handler: JobHandler): void {
    const known = this.#jobs.get(offer.item);
    if (known?.underWay) return;
    this.#withdraw(known);
    const job = new OfferedJob(offer, this.#send, this.#reports);
    this.#jobs.set(job.item, job);
    void this.#run(job, handler);
  }

  async #run(job: OfferedJob, handler: JobHandler): Promise<void> {
    let fault: unknown = 'the handler ended without a report';
    try {
      await handler(job);
    } catch (error) {
      fault = error instanceof Error ? error.message : String(error);
    }
    await this.#settle(job, String(fault));
    if (this.#jobs.get(job.item) === job) this.#jobs.delete(job.item);
  }

  async #settle(job: OfferedJob, error: string): Promise<void> {
    if (job.answered || job.withdrawn.aborted) return;
    const how = job.underWay ? 'unknown' : 'refused';
    // What the hub can never record, nobody here can mend.
    if (job.underWay || (await job.start())) await job.over(how, { error }).catch(() => {});
  }

  /** What is only offered may not be begun any more. What the hub has been asked to start, it answers. */
  #giveUp(name: string): void {
    this.#entries.delete(name);
    for (const job of this.#jobs.values()) if (job.isOffer && nameOf(job) === name) this.#withdraw(job);
  }

  #withdraw(job: OfferedJob | undefined): void {
    if (!job || job.underWay) return;
    this.#jobs.delete(job.item);
    job.withdraw();
  }

  #ask({ ref: { box, key, remembers } }: Entry): void {
    this.#send({ type: 'hold', data: { box, key, ...(remembers !== undefined && { remembers }) } });
  }

  #with(mailbox: MailboxRef, run: (entry: Entry) => void): void {
    const entry = this.#entries.get(nameOf(mailbox));
    if (entry) run(entry);
  }
}

function nameOf({ box, key }: MailboxRef): string {
  return `${box} ${key}`;
}
