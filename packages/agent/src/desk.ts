import type { Clock, Id, Item, Lease, Log, Mailboxes, Ms, Store } from '@posthouse/kernel';
import {
  Offered,
  RenderRefused,
  reportOf,
  reportSurely,
  type CommandSet,
  type Driver,
  type DriverState,
  type Receipt,
  type Renderer,
} from '@posthouse/printing';
import { papers, printerKey, UNREADABLE, type LocalPaper } from './journal/box.ts';
import { paperById, type PaperRow } from './journal/ops.ts';

export interface DeskOptions {
  readonly printer: string;
  readonly driver: Driver;
  /** Overrides what the hub says. */
  readonly commandSet: CommandSet | undefined;
  readonly renderer: Renderer;
  readonly store: Store;
  readonly boxes: Mailboxes;
  readonly clock: Clock;
  readonly log: Log;
}

/** Between two tries at a printer that cannot print now. */
const FIRST_WAIT: Ms = 500;
const LONGEST_WAIT: Ms = 10_000;
const LOOK_AGAIN: Ms = 60_000;

/**
 * The holder of one printer's papers here. What fails before byte one stays accepted and is tried again; what fails
 * after it is unknown and never written again (K4).
 */
export class Desk {
  readonly #options: DeskOptions;
  #lease: Lease | null = null;
  #offered: Offered | null = null;
  #closing = false;
  #printing: Promise<unknown> = Promise.resolve();

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  get state(): DriverState {
    return this.#options.driver.state;
  }

  /** Asks the printer that is to print `receipt` how it is, behind what it prints. */
  probe(receipt?: Receipt): Promise<DriverState> {
    const { driver, commandSet } = this.#options;
    return driver.probe(commandSet ?? receipt?.commandSet);
  }

  /** What a process that is gone had begun ends unknown here. */
  async open(): Promise<void> {
    const { boxes, printer } = this.#options;
    const lease = await boxes.hold(papers, printerKey(printer), {
      deliver: (item, under) => this.#deliver(item, under),
      revoke: (item) => this.#withdraw(item),
      alive: () => Promise.resolve(true),
    });
    if (lease !== 'conflict') this.#lease = lease;
  }

  /** Resolves with the paper's row when it is over. */
  async ended(paper: Id): Promise<PaperRow> {
    const { store, boxes } = this.#options;
    for (;;) {
      const row = await store.read(paperById, { paper });
      if (row === null) throw new Error(`paper ${paper} is not in the journal`);
      if (row.state === 'over') return row;
      await boxes.settled(row.local, LOOK_AGAIN);
    }
  }

  /** Begins nothing more; the paper that is under way has `grace` to end, then it is unknown. */
  async close(grace: Ms): Promise<void> {
    this.#closing = true;
    this.#offered?.withdraw();
    const patience = Promise.withResolvers<void>();
    const cancel = this.#options.clock.after(grace, patience.resolve);
    await Promise.race([this.#printing, patience.promise]);
    cancel();
    await this.#options.driver.close();
    await this.#printing;
    await this.#lease?.release();
  }

  #deliver(item: Item<LocalPaper>, lease: Lease): void {
    const offered = new Offered(item.id, this.#options.clock);
    this.#offered = offered;
    this.#printing = Promise.allSettled([
      this.#printing,
      this.#print(item, offered, lease).catch((error: unknown) => {
        const { log, printer } = this.#options;
        log.error({ printer, error: String(error) }, 'a paper could not be served');
      }),
    ]);
  }

  async #print(item: Item<LocalPaper>, offered: Offered, lease: Lease): Promise<void> {
    const { driver, clock } = this.#options;
    const commandSet = this.#options.commandSet ?? item.body.receipt.commandSet;
    const gone = () => this.#closing || offered.withdrawn || lease.lost.aborted;
    const bytes = await this.#set(item.body.receipt, offered, gone);
    if (bytes === null) return;
    if (bytes === 'unreadable') {
      if (!gone() && (await lease.start(item.id)))
        await lease.report(item.id, { is: 'over', how: 'refused', report: UNREADABLE });
      return;
    }
    for (let wait = FIRST_WAIT; !gone(); wait = Math.min(LONGEST_WAIT, wait * 2)) {
      let started = false;
      const onStart = async () => !gone() && (started = await lease.start(item.id));
      const outcome = await driver.print({ bytes, onStart, ...(commandSet && { commandSet }) });
      const report = reportOf(outcome, started);
      // While the disk is full the printer waits: nothing else knows what became of this paper.
      if (report) return reportSurely({ clock, lease, over: () => this.#closing }, item.id, report);
      if (outcome.how === 'revoked') return;
      await offered.pause(wait);
    }
  }

  /** The paper's bytes; null when it is gone before there was room to set it. */
  async #set(
    receipt: Receipt,
    offered: Offered,
    gone: () => boolean,
  ): Promise<Uint8Array | 'unreadable' | null> {
    const { renderer, commandSet, log, printer } = this.#options;
    while (!gone()) {
      try {
        return await renderer.encode({ ...receipt, ...(commandSet && { commandSet }) });
      } catch (error) {
        if (!(error instanceof RenderRefused)) throw error;
        if (gone()) break;
        log.error({ printer, error: error.message }, 'a paper could not be set');
        if (error.forGood) return 'unreadable';
      }
      await offered.pause(FIRST_WAIT);
    }
    return null;
  }

  #withdraw(item: Id): void {
    if (this.#offered?.id === item) this.#offered.withdraw();
  }
}
