import {
  isRefusal,
  type Id,
  type Item,
  type Kernel,
  type Lease,
  type Ms,
  type Op,
  type Report,
} from '@posthouse/kernel';
import {
  createDirectDriver,
  Offered,
  reportOf,
  reportSurely,
  stateWord,
  type DirectDriver,
  type DriverState,
  type Receipt,
  type Renderer,
} from '@posthouse/printing';
import { rendered } from '../receipt/rendered.ts';
import { printerKey, REPORT_PATIENCE, type PaperBody, type PaperReport } from '../rules.ts';
import type { PrintStore } from '../store.ts';
import type { StoredPrinter } from '../store/printers.ts';
import type { Confirms } from '../store/tables.ts';

const FIRST_WAIT: Ms = 1_000;
const LONGEST_WAIT: Ms = 30_000;

/**
 * The holder of one direct printer's mailbox. What fails before the first byte leaves the paper waiting, to be tried
 * again; what fails after it is never written again (K4).
 */
export class DirectPrinter {
  readonly settings: StoredPrinter;
  readonly #kernel: Kernel;
  readonly #store: PrintStore;
  readonly #renderer: Renderer;
  readonly #driver: DirectDriver;
  #lease: Lease | null = null;
  #offered: Offered | null = null;
  #closed = false;
  /** What is under way, so that closing reports it before it lets go. */
  #printing: Promise<unknown> = Promise.resolve();
  #stopAsking: () => void = () => {};
  /** The paper that was begun: news of the printer are news of it. */
  #inHand: { readonly id: Id; readonly lease: Lease } | null = null;
  #stopSaying: () => void = () => {};

  constructor(settings: StoredPrinter, kernel: Kernel, store: PrintStore, renderer: Renderer) {
    this.settings = settings;
    this.#kernel = kernel;
    this.#store = store;
    this.#renderer = renderer;
    this.#driver = createDirectDriver({
      dial: kernel.dial,
      clock: kernel.clock,
      host: settings.ip_address ?? '',
      port: settings.port,
      ...(isConfirms(settings.confirms) && { learned: settings.confirms }),
      onLearned: (confirms) => {
        if (isConfirms(confirms)) this.#keep(this.#store.printers.learn, { confirms });
      },
      onState: (state) => this.#follow(state),
    });
  }

  /** What the printer last said of itself, or that it cannot be reached. */
  get state(): string {
    return stateWord(this.#driver.state);
  }

  /** Takes the mailbox; asks again while a client that served this printer before still has it. */
  async open(): Promise<void> {
    if (this.#closed) return;
    try {
      const lease = await this.#kernel.boxes.hold(this.#store.papers, printerKey(this.settings.id), {
        deliver: (item, under) => this.#deliver(item, under),
        revoke: (item) => this.#withdraw(item),
        alive: () => Promise.resolve(!this.#closed),
      });
      if (lease !== 'conflict') {
        this.#lease = lease;
        if (this.#closed) await lease.release();
        return;
      }
    } catch (error) {
      this.#warn(error);
    }
    this.#stopAsking = this.#kernel.clock.after(FIRST_WAIT, () => void this.open());
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stopAsking();
    this.#offered?.withdraw();
    await this.#driver.close();
    await this.#printing;
    await this.#lease?.release();
  }

  #deliver(item: Item<PaperBody>, lease: Lease): void {
    const offered = new Offered(item.id, this.#kernel.clock);
    this.#offered = offered;
    this.#printing = Promise.allSettled([
      this.#printing,
      this.#print(item, offered, lease).catch((error: unknown) => this.#warn(error)),
    ]);
  }

  async #print(item: Item<PaperBody>, offered: Offered, lease: Lease): Promise<void> {
    const gone = () => this.#closed || offered.withdrawn || lease.lost.aborted;
    const { clock } = this.#kernel;
    const { content, markup } = item.body;
    // What cannot be set must not hold up what waits behind it: then its text is printed.
    let bytes = markup === undefined ? 'unprintable' : await this.#set({ markup }, offered, gone);
    if (bytes === 'unprintable') bytes = await this.#set({ text: content }, offered, gone);
    if (bytes === null) return;
    if (bytes === 'unprintable') {
      if (!gone() && (await lease.start(item.id))) await lease.report(item.id, UNPRINTABLE);
      return;
    }
    for (let wait = FIRST_WAIT; !gone(); wait = Math.min(LONGEST_WAIT, wait * 2)) {
      let started = false;
      const outcome = await this.#driver.print({
        bytes,
        commandSet: this.settings.command_set,
        onStart: async () => {
          started = await lease.start(item.id);
          if (started) this.#inHand = { id: item.id, lease };
          return started;
        },
      });
      this.#letGo();
      const report = reportOf(outcome, started);
      if (report)
        return reportSurely(
          { clock, lease, over: () => this.#closed, patience: REPORT_PATIENCE },
          item.id,
          report,
        );
      if (outcome.how === 'revoked') return;
      await offered.pause(wait);
    }
  }

  /** The paper's bytes; null when it is gone before there was room to set it. */
  async #set(
    content: Receipt['content'],
    offered: Offered,
    gone: () => boolean,
  ): Promise<Uint8Array | 'unprintable' | null> {
    const { command_set: commandSet, paper_width: paperWidthMm } = this.settings;
    while (!gone()) {
      const bytes = await rendered(this.#renderer, (renderer) =>
        renderer.encode({ content, commandSet, paperWidthMm }),
      );
      if (!isRefusal(bytes)) return bytes;
      if (gone()) break;
      this.#warn(JSON.stringify(bytes));
      if (bytes.refuse === 'PRINT_JOB_UNPRINTABLE') return 'unprintable';
      await offered.pause(FIRST_WAIT);
    }
    return null;
  }

  /** Whoever waits for paper says so, or the mailbox would take it for dead. */
  #follow(state: DriverState): void {
    const word = stateWord(state);
    if (state.link !== 'closed') this.#keep(this.#store.printers.saysState, { state: word });
    this.#stopSaying();
    if (state.trouble !== null) this.#sayTrouble(word);
  }

  #sayTrouble(state: string): void {
    const inHand = this.#inHand;
    if (!inHand) return;
    inHand.lease
      .report(inHand.id, { is: 'evidence', report: { state } satisfies PaperReport })
      .catch((error: unknown) => this.#warn(error));
    this.#stopSaying = this.#kernel.clock.after(this.#store.papers.silence / 3, () => {
      this.#sayTrouble(state);
    });
  }

  #letGo(): void {
    this.#inHand = null;
    this.#stopSaying();
  }

  #keep<A extends object>(op: Op<A & { id: Id }, void>, what: A): void {
    this.#kernel.store
      .write(op, { ...what, id: this.settings.id })
      .catch((error: unknown) => this.#warn(error));
  }

  #withdraw(item: Id): void {
    if (this.#offered?.id === item) this.#offered.withdraw();
  }

  #warn(error: unknown): void {
    this.#kernel.log.warn(
      { printer: this.settings.id, error: String(error) },
      'a direct printer could not be served',
    );
  }
}

function isConfirms(word: string | null): word is Confirms {
  return word === 'process-id' || word === 'buffer' || word === 'none';
}

/** Counted as the printer's own refusal: another try would give no other paper. */
const UNPRINTABLE: Report = { is: 'over', how: 'refused', report: { message: 'PRINT_JOB_UNPRINTABLE' } };
