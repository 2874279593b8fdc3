import {
  closeCodes,
  type Inbound,
  type Item,
  type Kernel,
  type Key,
  type Lease,
  type Ms,
  type Peer,
  type Report,
} from '@posthouse/kernel';
import { reportSurely } from '@posthouse/printing';
import { ANY, REPORT_PATIENCE, type PaperBody, type PaperReport } from '../rules.ts';
import type { PrintStore } from '../store.ts';
import type { Voice } from '../store/tables.ts';
import { parseInbound, type Said } from './inbound.ts';
import type { Words } from './outbound.ts';
import type { Seats } from './seats.ts';

/** Clients announce themselves at once; one that does not is taken as a candidate after this. */
const ANNOUNCE_WITHIN: Ms = 2_000;
/** The app-level ping that the integration guide promises. */
const PING_EVERY: Ms = 30_000;
/** Clients block their loop for up to 10 s on an unreachable printer; so pongs are waited for this long. */
const PONG_WITHIN: Ms = 20_000;
/** A seat that was taken is asked for again, should the news of its vacancy be lost. */
const ASK_AGAIN: Ms = 15_000;

export interface OldClientContext {
  readonly kernel: Kernel;
  readonly store: PrintStore;
  readonly words: Words;
  readonly seats: Seats;
  readonly silence: Ms;
  /** Whether no other unclaimed client is connected. */
  alone(client: OldClient): boolean;
  /** Called once, when the connection is over. */
  readonly over: (client: OldClient) => void;
}

/** A paper that was sent and of which the client has not said how it ended. */
interface InHand {
  readonly item: Item<PaperBody>;
  readonly lease: Lease;
  stopWaiting(): void;
}

/**
 * One connection of an old print client: it announces a name, holds the mailbox of the printer of that name or is a
 * candidate for the shared one, gets one paper at a time, and says how it went, or never says anything.
 */
export class OldClient implements Inbound {
  readonly peer: Peer;
  /** As announced; null until then. */
  name: string | null = null;
  /** What it last said its printer's state was. */
  printerState: string | null = null;
  readonly #context: OldClientContext;
  #voice: Voice = 'unknown';
  #key: Key | null = null;
  #lease: Lease | null = null;
  /** Resolves when the database knows that this client holds the key: nothing is started before. */
  #seating: Promise<void> | null = null;
  #inHand: InHand | null = null;
  /** Announcements under way; printers that change meanwhile may have come too late for their answer. */
  #announcing = 0;
  #lookAgain = false;
  /** The status that ended the last paper, to know it again when it is repeated. */
  #lastEnd: string | null = null;
  #over = false;
  #cancels: { announce: () => void; ping: () => void; ask: () => void };

  constructor(peer: Peer, context: OldClientContext) {
    const { clock } = context.kernel;
    this.peer = peer;
    this.#context = context;
    this.#cancels = {
      announce: clock.after(ANNOUNCE_WITHIN, () => this.#run(() => this.#announce(null))),
      ping: clock.after(PING_EVERY, () => this.#ping()),
      ask: () => {},
    };
    peer.send(context.words.welcome(clock.now()));
  }

  get key(): Key | null {
    return this.#key;
  }

  /** It announced itself and serves no printer of its own. */
  get unclaimed(): boolean {
    return this.name !== null && this.#key === ANY;
  }

  get holds(): boolean {
    return this.#lease !== null;
  }

  get mute(): boolean {
    return this.#voice === 'mute';
  }

  async message(data: unknown): Promise<void> {
    const said = parseInbound(data);
    if (!said || this.#over) return;
    const { words, kernel } = this.#context;
    switch (said.type) {
      case 'ping':
        return this.peer.send(words.pong(kernel.clock.now()));
      case 'printer_info':
        if (said.acknowledge) this.peer.send(words.acknowledge(kernel.clock.now()));
        return this.#announce(said.name);
      case 'print_status':
        return this.#status(said);
      case 'status_response':
        this.printerState = said.status;
        return;
    }
  }

  /** Sign of life is the kernel's business. */
  pong(): void {}

  closed(): void {
    this.#over = true;
    for (const cancel of Object.values(this.#cancels)) cancel();
    const { inHand, key } = { inHand: this.#inHand, key: this.#key };
    this.#run(async () => {
      // No known client reports after it has lost its connection.
      if (inHand) await this.#end(inHand, { is: 'over', how: 'unknown' });
      await this.#standUp();
      if (key) this.#context.seats.forget(key, this);
    });
    this.#context.over(this);
  }

  /** Printers were added, changed or removed: is it still bound as it was? */
  rebind(): void {
    if (this.#announcing > 0) this.#lookAgain = true;
    else if (this.name !== null && !this.#over) this.#run(() => this.#announce(this.name));
  }

  tryAgain(): void {
    this.#run(() => this.#sit());
  }

  async #announce(given: string | null): Promise<void> {
    this.#announcing++;
    try {
      await this.#bind(given);
    } finally {
      this.#announcing--;
    }
    if (!this.#lookAgain || this.#announcing > 0) return;
    this.#lookAgain = false;
    this.rebind();
  }

  async #bind(given: string | null): Promise<void> {
    const { store, kernel } = this.#context;
    const { principal } = this.peer;
    this.#cancels.announce();
    // Clients say their name once: when the store could not write it, it is written later.
    this.#cancels.announce = kernel.clock.after(ASK_AGAIN, () => this.#run(() => this.#announce(given)));
    const name = given ?? this.name ?? `@${this.peer.address}`;
    const { key, voice } = await kernel.store.write(store.clients.announce, {
      name,
      address: this.peer.address,
      // A confined machine is given a printer by its name alone, never by being the only one here.
      alone: given !== null && principal.only === undefined && this.#context.alone(this),
    });
    if (key !== null && !(await kernel.auth.may(principal, 'print.paper.hold', key))) {
      return this.peer.close(closeCodes.forbidden, 'PRINT_CLIENT_FORBIDDEN');
    }
    const renamed = this.name !== name;
    this.name = name;
    this.#voice = voice;
    if (key !== this.#key || renamed) await this.#change(key);
    this.#cancels.announce();
  }

  /** Another mailbox is its own now. A paper in hand is finished first: `#end` comes back here. */
  async #change(key: Key | null): Promise<void> {
    if (this.#key) this.#context.seats.forget(this.#key, this);
    if (!this.#inHand) await this.#standUp();
    this.#key = key;
    // Not awaited: a rival may have to be probed, and messages must not wait for that.
    if (!this.#inHand) this.#run(() => this.#sit());
  }

  async #sit(): Promise<void> {
    const key = this.#key;
    if (key === null || this.#over || this.#lease || this.#seating) return;
    this.#cancels.ask();
    this.#seating = this.#takeSeat(key);
    try {
      await this.#seating;
    } catch (error) {
      this.#wait(key);
      throw error;
    } finally {
      this.#seating = null;
    }
    if (this.#over || key !== this.#key) {
      await this.#standUp(key);
      this.tryAgain();
    }
  }

  async #takeSeat(key: Key): Promise<void> {
    const { kernel, store } = this.#context;
    const lease = await kernel.boxes.hold(store.papers, key, {
      peer: this.peer.id,
      deliver: (item, under) => this.#run(() => this.#print(item, under)),
      alive: () => this.peer.alive(PONG_WITHIN),
    });
    if (lease === 'conflict') return this.#wait(key);
    this.#lease = lease;
    lease.lost.addEventListener('abort', () => this.#lost(key, lease));
    try {
      await kernel.store.write(store.clients.holding, { name: this.name!, key });
    } catch (error) {
      await lease.release();
      throw error;
    }
  }

  #wait(key: Key): void {
    if (this.#over || key !== this.#key) return;
    this.#context.seats.wait(key, this);
    this.#cancels.ask = this.#context.kernel.clock.after(ASK_AGAIN, () => this.tryAgain());
  }

  #lost(key: Key, lease: Lease): void {
    if (this.#lease !== lease) return;
    this.#lease = null;
    this.#wait(key);
  }

  async #standUp(key = this.#key): Promise<void> {
    const lease = this.#lease;
    this.#lease = null;
    await lease?.release();
    if (lease && key) this.#context.seats.vacated(key);
  }

  async #print(item: Item<PaperBody>, lease: Lease): Promise<void> {
    const { kernel, words } = this.#context;
    // The first delivery may come before `hold` has returned.
    await this.#seating;
    if (this.#over || !(await lease.start(item.id))) return;
    if (this.#over || this.peer.state !== 'open') {
      return lease.report(item.id, refused({ before: true }));
    }
    const inHand: InHand = {
      item,
      lease,
      stopWaiting: kernel.clock.after(this.#context.silence, () => this.#run(() => this.#silent(inHand))),
    };
    this.#inHand = inHand;
    this.peer.send(words.newOrder(item, kernel.clock.now()));
    if (this.mute) await this.#received(inHand);
  }

  /** A mute client's paper is over when the pong to a ping after it proves that it arrived. */
  async #received(inHand: InHand): Promise<void> {
    const arrived = await this.peer.alive(PONG_WITHIN);
    await this.#end(inHand, arrived ? done({ evidence: 'received' }) : { is: 'over', how: 'unknown' });
  }

  /** It said nothing for a whole silence. If it never has, it is mute, and `changed` knows that by then. */
  async #silent(inHand: InHand): Promise<void> {
    if (this.#inHand !== inHand) return;
    const { kernel, store } = this.#context;
    this.#voice = await kernel.store.write(store.clients.silent, { name: this.name! });
    await this.#end(inHand, { is: 'over', how: 'unknown' });
  }

  async #status(said: Extract<Said, { type: 'print_status' }>): Promise<void> {
    const { job, status, message } = said;
    const { kernel, store } = this.#context;
    if (this.name !== null && this.#voice !== 'speaks') {
      this.#voice = 'speaks';
      await kernel.store.write(store.clients.spoke, { name: this.name });
    }
    const inHand = this.#inHand;
    // Copies of a job share its number: the very words that ended copy 1 must not end copy 2.
    const words = said.timestamp === null ? null : JSON.stringify(said);
    const repeated = words !== null && words === this.#lastEnd;
    if (inHand?.item.body.job === job && !repeated) {
      if (status !== 'printing') this.#lastEnd = words;
      switch (status) {
        case 'printing':
          return inHand.lease.report(inHand.item.id, { is: 'evidence', report: { says: status, message } });
        case 'completed':
          return this.#end(inHand, done({ evidence: 'reported', message }));
        case 'failed':
          return this.#end(inHand, refused(message ? { message } : {}));
      }
    }
    if (repeated) return;
    const paper = await kernel.store.read(store.clients.findPaper, { job });
    if (!paper) return;
    const report: PaperReport = { says: status, message, owner: paper.key === this.#key };
    await kernel.boxes.evidence(paper.item, report);
  }

  async #end(inHand: InHand, report: Report): Promise<void> {
    if (this.#inHand !== inHand) return;
    this.#inHand = null;
    inHand.stopWaiting();
    const { clock } = this.#context.kernel;
    const how = { clock, lease: inHand.lease, over: () => this.#over, patience: REPORT_PATIENCE };
    await reportSurely(how, inHand.item.id, report);
    if (this.#lease && this.#key !== inHand.item.key) {
      await this.#standUp(inHand.item.key);
      this.tryAgain();
    }
  }

  #ping(): void {
    if (this.#over) return;
    const { clock } = this.#context.kernel;
    this.peer.send(this.#context.words.ping(clock.now()));
    this.#cancels.ping = clock.after(PING_EVERY, () => this.#ping());
  }

  #run(task: () => Promise<void>): void {
    task().catch((error: unknown) => {
      this.#context.kernel.log.warn(
        { peer: this.peer.id, client: this.name, error: String(error) },
        'a print client could not be served',
      );
    });
  }
}

const done = (report: PaperReport): Report => ({ is: 'over', how: 'done', report });
const refused = (report: PaperReport): Report => ({ is: 'over', how: 'refused', report });
