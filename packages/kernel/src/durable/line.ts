import { type Clock, type Id, type Key, type Log, type Ms } from '../ports/base.ts';
import type { Holder, Item, Lease, Mailbox, Report } from '../ports/mailbox.ts';
import type { Store } from '../ports/store.ts';
import type { Parcel } from './item-row.ts';
import type { LeapGuard } from './leap-guard.ts';
import { heads, hold, release, report, start, type Started } from './mailbox-ops.ts';
import { codeOf } from './trouble.ts';

const LOOK_AGAIN: Ms = 1_000;

export interface LineContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly guard: LeapGuard;
  /** Tenures that are over and could not be given back. */
  readonly unreturned: Set<{ giveBack(): Promise<void> }>;
}

interface Offer {
  readonly bytes: number;
  /** From `start` being asked until it is answered: no longer the line's to withdraw. */
  starting: boolean;
  /** It ended while `start` was being asked: in the very commit of its start, perhaps. */
  ended: boolean;
}

/** One holder's tenure of one key: offers within the window, starts, reports, and an end. */
export class Line<B> implements Lease {
  readonly epoch: number;
  readonly #context: LineContext;
  readonly #box: Mailbox<B>;
  readonly #key: Key;
  readonly #holder: Holder<B>;
  readonly #ended = new AbortController();
  readonly #onEnd: () => void;
  readonly #offered = new Map<Id, Offer>();
  /** Started and not yet taken or over, with their sizes. */
  readonly #inHand = new Map<Id, number>();
  /** Begun under the holder's last lease: given to it once more, to be answered from its journal. */
  #remembered: readonly Parcel[] = [];
  #pumping = false;
  #pumpAgain = false;
  /** Set when nothing more is to be offered; called when nothing begun is left in hand. */
  #finished: (() => void) | null = null;
  #cancelTimer: () => void = () => {};

  private constructor(
    context: LineContext,
    box: Mailbox<B>,
    key: Key,
    holder: Holder<B>,
    epoch: number,
    onEnd: () => void,
  ) {
    this.#context = context;
    this.#box = box;
    this.#key = key;
    this.#holder = holder;
    this.epoch = epoch;
    this.#onEnd = onEnd;
  }

  /** Commits the lease. Call `pump` to begin: with what this holder remembers, then with the rest. */
  static async begin<B>(
    context: LineContext,
    box: Mailbox<B>,
    key: Key,
    holder: Holder<B>,
    holderName: string,
    onEnd: () => void,
  ): Promise<Line<B>> {
    const { lease, inHand } = await context.store.write(hold, {
      box: box.name,
      key,
      holder: holderName,
      remembers: holder.remembers ?? null,
    });
    const line = new Line(context, box, key, holder, lease, onEnd);
    for (const { item, bytes } of inHand) if (item.state === 'started') line.#inHand.set(item.id, bytes);
    line.#remembered = inHand;
    return line;
  }

  get lost(): AbortSignal {
    return this.#ended.signal;
  }

  get holder(): Holder<B> {
    return this.#holder;
  }

  async start(id: Id): Promise<boolean> {
    const offer = this.#offered.get(id);
    if (!offer || offer.starting || this.lost.aborted) return false;
    offer.starting = true;
    const answer = await this.#writeStart(id);
    this.#offered.delete(id);
    if (answer === 'stale') this.end();
    const mine = answer === 'started' && !offer.ended;
    if (mine) this.#inHand.set(id, offer.bytes);
    this.pump();
    return mine && !this.lost.aborted;
  }

  async #writeStart(id: Id): Promise<Started> {
    const { store, guard } = this.#context;
    try {
      return await store.write(start, { item: id, lease: this.epoch, expire: guard.trusted() });
    } catch (error) {
      this.#offered.delete(id);
      // Offered again at once, it would be started again at once, for as long as the disk is full.
      if (!this.lost.aborted) this.#retryLater(error);
      throw error;
    }
  }

  /** Offers nothing more, and resolves when what was begun is over, taken, or no longer this holder's. */
  finish(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#finished = resolve;
    this.lost.addEventListener('abort', () => resolve());
    for (const [id, offer] of this.#offered) if (!offer.starting) this.#withdraw(id);
    this.pump();
    return promise;
  }

  async report(id: Id, said: Report): Promise<void> {
    await this.#context.store.write(report, { item: id, lease: this.epoch, report: said });
  }

  async release(): Promise<void> {
    if (this.lost.aborted) return;
    this.end();
    await this.giveBack();
  }

  /** Until this is written the key looks held. A lease that somebody else has by then is not touched. */
  async giveBack(): Promise<void> {
    const { store, unreturned } = this.#context;
    const returning = { box: this.#box.name, key: this.#key, lease: this.epoch };
    unreturned.add(this);
    await store.write(release, returning);
    unreturned.delete(this);
  }

  /** The tenure is over in this process; the database hears of it by `release` or by the next `hold`. */
  end(): void {
    if (this.lost.aborted) return;
    this.#cancelTimer();
    this.#ended.abort();
    this.#onEnd();
  }

  /** An item was revoked, expired, taken or over, or waits for another try. */
  forget(id: Id): void {
    const offer = this.#offered.get(id);
    this.#inHand.delete(id);
    if (offer?.starting) offer.ended = true;
    else if (offer) this.#withdraw(id);
    this.pump();
  }

  /** Offers what fits the window. Never two at once: a call meanwhile makes it look again. */
  pump(): void {
    if (this.lost.aborted) return;
    if (this.#finished) {
      if (this.#inHand.size + this.#offered.size === 0) this.#finished();
      return;
    }
    if (this.#pumping) {
      this.#pumpAgain = true;
      return;
    }
    this.#pumping = true;
    this.#fill()
      .catch((error: unknown) => this.#retryLater(error))
      .finally(() => {
        this.#pumping = false;
        // Asked between the last look and here.
        if (this.#pumpAgain) this.pump();
      });
  }

  async #fill(): Promise<void> {
    for (const { item } of this.#remembered) this.#deliver(item);
    this.#remembered = [];
    do {
      this.#pumpAgain = false;
      if (this.#box.window.items <= this.#inHand.size) return;
      const { parcels, next } = await this.#context.store.read(heads, {
        box: this.#box.name,
        key: this.#key,
        limit: this.#box.window.items - this.#inHand.size,
      });
      if (this.lost.aborted || this.#finished) return;
      if (next !== null && next <= this.#context.clock.now()) this.#pumpAgain = true;
      // A start may have been answered, or an item's time have come, while the heads were read.
      if (!this.#pumpAgain) this.#offer(parcels);
      this.#lookAgainAt(next);
    } while (this.#pumpAgain);
  }

  #offer(parcels: readonly Parcel[]): void {
    this.#makeWayFor(parcels);
    for (const { item, bytes } of parcels) {
      if (this.#offered.has(item.id)) continue;
      if (!this.#fits(bytes)) return;
      this.#offered.set(item.id, { bytes, starting: false, ended: false });
      this.#deliver(item);
    }
  }

  #deliver(item: Item<unknown>): void {
    this.#holder.deliver(item as Item<B>, this);
  }

  /** A more urgent item takes the place of one that is offered and not begun. */
  #makeWayFor(parcels: readonly Parcel[]): void {
    const wanted = new Set(parcels.map(({ item }) => item.id));
    for (const [id, offer] of this.#offered) {
      if (!wanted.has(id) && !offer.starting && parcels.length > 0) this.#withdraw(id);
    }
  }

  #fits(bytes: number): boolean {
    const { items, bytes: room } = this.#box.window;
    const count = this.#inHand.size + this.#offered.size;
    if (count === 0) return true;
    let used = bytes;
    for (const size of this.#inHand.values()) used += size;
    for (const offer of this.#offered.values()) used += offer.bytes;
    return count < items && used <= room;
  }

  #withdraw(id: Id): void {
    this.#offered.delete(id);
    this.#holder.revoke?.(id);
  }

  #lookAgainAt(next: Ms | null): void {
    this.#cancelTimer();
    if (next === null) return;
    this.#cancelTimer = this.#context.clock.after(Math.max(1, next - this.#context.clock.now()), () =>
      this.pump(),
    );
  }

  #retryLater(error: unknown): void {
    const fields = { box: this.#box.name, key: this.#key, code: codeOf(error) };
    this.#context.log.warn(fields, 'the store is in trouble; the mailbox waits a second');
    this.#lookAgainAt(this.#context.clock.now() + LOOK_AGAIN);
  }
}
