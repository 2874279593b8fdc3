import type { ClientMessage, HubWord } from '@posthouse/protocol';
import type { ClientError } from './client-error.ts';
import type { Reports } from './reports.ts';

/** One item in a holder's hands. Durations and moments are the hub's: see `welcome.now`. */
export interface Job<B = unknown> {
  /** The item's name on the wire: the key for a journal. */
  readonly item: string;
  readonly seq: number;
  readonly tries: number;
  readonly expires?: number;
  readonly body: B;
  /** Begun under this journal's last lease: no `start`, answer from the journal. */
  readonly begun: boolean;
  /** Aborted when the offer is withdrawn before it was begun, or its connection is lost. */
  readonly withdrawn: AbortSignal;
  /** To be asked just before byte one. False: do not begin. */
  start(): Promise<boolean>;
  /** Stored in the journal `by`: the item does not expire or move from here on. */
  taken(by: string): Promise<void>;
  /**
   * The three promises resolve when the report is on the hub's disk, over all reconnections. One that is larger than
   * the hub reads is rejected (NATIVE_TOO_LARGE), and the item is still to be answered for.
   */
  over(how: 'done' | 'refused' | 'unknown', report?: unknown): Promise<void>;
  evidence(report: unknown): Promise<void>;
}

/** A job's life: offered, perhaps begun, then answered for. */
export class OfferedJob implements Job {
  readonly item: string;
  readonly box: string;
  readonly key: string;
  readonly seq: number;
  readonly tries: number;
  readonly expires?: number;
  readonly body: unknown;
  readonly begun: boolean;
  readonly #send: (message: ClientMessage) => boolean;
  readonly #reports: Reports;
  readonly #withdrawal = new AbortController();
  #state: 'offered' | 'starting' | 'started' | 'answered' = 'offered';
  #answerStart: (go: boolean) => void = () => {};

  constructor(offer: HubWord<'item'>['data'], send: (message: ClientMessage) => boolean, reports: Reports) {
    this.item = offer.item;
    this.box = offer.box;
    this.key = offer.key;
    this.seq = offer.seq;
    this.tries = offer.tries;
    if (offer.expires !== undefined) this.expires = offer.expires;
    this.body = offer.body;
    this.begun = offer.begun ?? false;
    if (this.begun) this.#state = 'started';
    this.#send = send;
    this.#reports = reports;
  }

  get withdrawn(): AbortSignal {
    return this.#withdrawal.signal;
  }

  get isOffer(): boolean {
    return this.#state === 'offered';
  }

  /** Begun, so that a lost connection does not take it away. */
  get underWay(): boolean {
    return this.#state === 'started' || this.#state === 'answered';
  }

  get answered(): boolean {
    return this.#state === 'answered';
  }

  start(): Promise<boolean> {
    if (this.#state !== 'offered' || this.withdrawn.aborted) return Promise.resolve(false);
    this.#state = 'starting';
    return new Promise((resolve) => {
      this.#answerStart = resolve;
      if (!this.#send({ type: 'start', data: { item: this.item } })) this.withdraw();
    });
  }

  taken(by: string): Promise<void> {
    return this.#reports.say({ type: 'taken', data: { item: this.item, by } });
  }

  over(how: 'done' | 'refused' | 'unknown', report?: unknown): Promise<void> {
    const before = this.#state;
    this.#state = 'answered';
    const data = { item: this.item, how, ...(report !== undefined && { report }) };
    const recorded = this.#reports.say({ type: 'over', data });
    // No answer then: a smaller one may still be given.
    recorded.catch(({ code }: ClientError) => {
      if (code === 'NATIVE_TOO_LARGE') this.#state = before;
    });
    return recorded;
  }

  evidence(report: unknown): Promise<void> {
    return this.#reports.say({ type: 'evidence', data: { item: this.item, report } });
  }

  go(): void {
    if (this.#state !== 'starting') return;
    this.#state = 'started';
    this.#answerStart(true);
  }

  /** The offer is void. An item whose start went unanswered was never begun: byte one has not left. */
  withdraw(): void {
    this.#withdrawal.abort();
    this.#answerStart(false);
  }
}
