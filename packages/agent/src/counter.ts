import {
  isRefusal,
  type Clock,
  type CodedError,
  type Id,
  type Log,
  type Ms,
  type Refusal,
  type Store,
} from '@posthouse/kernel';
import { ClientError, type Client, type Job } from '@posthouse/client';
import { stateWord } from '@posthouse/printing';
import type { Desk } from './desk.ts';
import type { agentErrors } from './errors.ts';
import { accept, markRecorded, tryOut, unrecorded, type PaperRow } from './journal/ops.ts';
import { readPaper, type OfferedPaper } from './paper.ts';

export interface CounterOptions {
  readonly printer: string;
  readonly client: Client;
  readonly desk: Desk;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Papers of one printer that may be in hand here, so that they print while the hub is away. */
  readonly ahead: number;
  /** By how much the hub's clock is ahead of ours. */
  readonly hubAhead: () => Ms;
  /** Why no papers come for this printer; null: they come again. Told when it changes. */
  readonly onTrouble: (trouble: PrinterTrouble | null) => void;
}

/** A code of this agent, with particulars for whoever reads it. */
export interface PrinterTrouble {
  readonly code: keyof typeof agentErrors;
  readonly detail: object;
}

const BOX = 'papers';
const REFUSED: Readonly<Record<string, PrinterTrouble['code']>> = {
  PRINT_PRINTER_UNKNOWN: 'AGENT_PRINTER_UNKNOWN',
};
const STUCK: PrinterTrouble['code'] = 'AGENT_JOURNAL_STUCK';
const RETRY: Ms = 1_000;
const LONGEST_RETRY: Ms = 10_000;
const HOLD_AGAIN: Ms = 10_000;

/**
 * The hub's side of one printer: holds its mailbox there, takes papers into the journal while the printer is well, and
 * says how each ended until the hub has it on disk.
 */
export class Counter {
  readonly #options: CounterOptions;
  /** Papers in hand, by the hub's names; their jobs carry the printer's state. */
  readonly #inHand = new Map<string, Job>();
  /** Ends of an earlier life that are being told. */
  readonly #telling = new Set<Id>();
  /** The paper that waits here for its printer to be well. */
  #waiting: Job | null = null;
  #told = 'ready';
  /** Why no papers come. */
  #trouble: PrinterTrouble['code'] | null = null;
  #closed = false;
  /** The journal's file is: no later try is better. */
  #damaged = false;
  #wake: () => void = () => {};
  #cancelRetry: () => void = () => {};

  constructor(options: CounterOptions) {
    this.#options = options;
  }

  /** Whether a paper in hand is over and not yet recorded, or not yet over. */
  get busy(): boolean {
    return this.#inHand.size > 0;
  }

  open(): void {
    if (this.#closed) return;
    const { client, printer, store } = this.#options;
    const later = () => {
      this.#cancelRetry = this.#options.clock.after(HOLD_AGAIN, () => this.open());
    };
    client.hold(
      { box: BOX, key: `print/printer/${printer}`, remembers: store.epoch },
      (job) => this.#handle(job),
      {
        held: () => {
          if (this.#trouble !== STUCK) this.#troubled(null);
          void this.#tellEnds().catch((error: unknown) => this.#warn(error));
        },
        conflict: () => this.#troubled('AGENT_PRINTER_TAKEN'),
        // Why, the answer to the next question says.
        lost: later,
        refused: (error) => {
          this.#troubled(REFUSED[error.code] ?? 'AGENT_PRINTER_WITHHELD', { why: error.code });
          later();
        },
      },
    );
  }

  #troubled(code: PrinterTrouble['code'] | null, more: object = {}): void {
    if (code === this.#trouble) return;
    this.#trouble = code;
    this.#options.onTrouble(code && { code, detail: { printer: this.#options.printer, ...more } });
  }

  close(): void {
    this.#closed = true;
    this.#cancelRetry();
    this.#wake();
  }

  /** The printer's state has changed: whoever looks at the hub sees it, and a waiting paper may go. */
  stateChanged(): void {
    const word = this.#trouble === STUCK ? 'error' : stateWord(this.#options.desk.state);
    const job = this.#waiting ?? [...this.#inHand.values()].at(-1);
    if (word !== this.#told && job) {
      this.#told = word;
      void job.evidence({ state: word });
    }
    this.#wake();
  }

  async #handle(job: Job): Promise<void> {
    try {
      await this.#take(job);
    } catch (error) {
      // What the journal knows is told at the next hold; to say something else of it now would be a guess.
      this.#warn(error);
      await new Promise<never>(() => {});
    }
  }

  async #take(job: Job): Promise<void> {
    const paper = readPaper(job);
    if (!job.begun && !((await this.#room(job, paper)) && (await job.start()))) return;
    if (!paper) {
      await job.over('refused', { message: 'AGENT_PAPER_UNREADABLE' }).catch(() => {});
      return;
    }
    this.#inHand.set(job.item, job);
    try {
      await this.#serve(job, paper);
    } finally {
      this.#inHand.delete(job.item);
      this.#wake();
    }
  }

  async #serve(job: Job, paper: OfferedPaper): Promise<void> {
    const row = await this.#accept(paper);
    if (isRefusal(row)) {
      await job.over('refused', { before: true, reason: row.refuse }).catch(() => {});
      return;
    }
    if (row.state !== 'over') void job.taken(this.#options.store.epoch);
    await this.#report(await this.#options.desk.ended(row.id), (how, report) => job.over(how, report));
  }

  /**
   * Until the journal has it. An answer that was lost does not matter: accepting is the same twice. To give up here
   * would leave a paper that may be in the journal and is not known to be.
   */
  async #accept(paper: OfferedPaper): Promise<PaperRow | Refusal> {
    const { printer, store, hubAhead } = this.#options;
    for (let wait = RETRY; ; wait = Math.min(LONGEST_RETRY, wait * 2)) {
      try {
        const expires = paper.expires === null ? null : Math.max(1, paper.expires - hubAhead());
        return await store.write(accept, { printer, paper, expires });
      } catch (error) {
        this.#stuck(error);
        await this.#pause(wait);
        if (this.#closed) throw error;
      }
    }
  }

  /** `expired` here means that nothing was written: the hub, which knows the time, ends it. */
  async #report(
    row: PaperRow,
    say: (how: 'done' | 'refused' | 'unknown', report: unknown) => Promise<void>,
  ): Promise<void> {
    const report = row.report === null ? undefined : (JSON.parse(row.report) as unknown);
    const { how } = row;
    const known = how === 'done' || how === 'unknown' || how === 'refused';
    try {
      await (known ? say(how, report) : say('refused', { before: true, reason: how }));
    } catch (error) {
      // Of another epoch: this hub can never record it. Anything else may pass, and is told again at the next hold.
      if (!(error instanceof ClientError && error.code === 'NATIVE_OTHER_EPOCH')) throw error;
    }
    await this.#options.store.write(markRecorded, { paper: row.id });
  }

  /** Ends of an earlier life of this process that the hub has not recorded, or whose record was not heard of. */
  async #tellEnds(): Promise<void> {
    const { client, printer, store } = this.#options;
    for (const row of await store.read(unrecorded, { printer })) {
      if (this.#inHand.has(row.item) || this.#telling.has(row.id)) continue;
      this.#telling.add(row.id);
      void this.#report(row, (how, report) => client.report(row.item, how, report))
        .catch((error: unknown) => this.#warn(error))
        .finally(() => this.#telling.delete(row.id));
    }
  }

  /**
   * True when the printer and the journal are well and there is room in hand; false when the offer is withdrawn. Until
   * then the paper stays the hub's, which may expire it, take it back or give it to another printer.
   */
  async #room(job: Job, paper: OfferedPaper | null): Promise<boolean> {
    const { desk, ahead } = this.#options;
    const gone = () => job.withdrawn.aborted || this.#closed;
    job.withdrawn.addEventListener('abort', () => this.#wake(), { once: true });
    this.#waiting = job;
    try {
      for (let wait = RETRY; !gone(); wait = Math.min(LONGEST_RETRY, wait * 2)) {
        const state = this.#inHand.size === 0 ? await desk.probe(paper?.receipt) : desk.state;
        if (gone()) return false;
        const well = state.trouble === null && state.link !== 'unreachable';
        const takes = well && this.#inHand.size < ahead && (await this.#journalTakes(paper));
        if (gone()) return false;
        this.stateChanged();
        if (takes) return true;
        await this.#pause(wait);
      }
      return false;
    } finally {
      if (this.#waiting === job) this.#waiting = null;
    }
  }

  async #journalTakes(paper: OfferedPaper | null): Promise<boolean> {
    const { store, printer } = this.#options;
    if (this.#damaged) return false;
    if (!paper) return true;
    try {
      await store.write(tryOut, { printer, paper });
    } catch (error) {
      this.#stuck(error);
      return false;
    }
    if (this.#trouble === STUCK) this.#troubled(null);
    return true;
  }

  #stuck(error: unknown): void {
    const { code, detail } = error as Partial<CodedError>;
    this.#damaged ||= (detail as { reason?: unknown } | undefined)?.reason === 'damaged';
    this.#troubled(STUCK, { why: code ?? String(error), detail });
  }

  #pause(wait: Ms): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(wait, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
  }

  #warn(error: unknown): void {
    const { log, printer } = this.#options;
    log.warn({ printer, error: String(error) }, 'the journal could not be reached');
  }
}
