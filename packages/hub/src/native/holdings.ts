import {
  refuse,
  type AnyMailbox,
  type Ending,
  type Id,
  type Item,
  type Key,
  type Lease,
  type Refusal,
  type Report,
} from '@posthouse/kernel';
import type { ClientWord } from '@posthouse/protocol';
import type { Context } from './context.ts';
import { fromWire, toWire } from './item-id.ts';
import { mayPeer, permissionFor } from './rights.ts';

const PROBE_MS = 2_000;
/** Items whose lease is remembered; older ones are looked up. */
const REMEMBERED = 1_024;

type ReportWord = ClientWord<'taken'> | ClientWord<'over'> | ClientWord<'evidence'>;

/** The mailboxes that one connection holds, and what it says of their items. */
export class Holdings {
  readonly #context: Context;
  readonly #held = new Map<string, Lease>();
  /** The leases under which the last items came. */
  readonly #cameUnder = new Map<Id, Lease>();
  #closed = false;

  constructor(context: Context) {
    this.#context = context;
  }

  async hold({ id, data }: ClientWord<'hold'>): Promise<Refusal | undefined> {
    const { catalog, limits, say } = this.#context;
    const { key, remembers } = data;
    const box = catalog.boxes.get(data.box);
    if (!box) return refuse('NATIVE_NO_MAILBOX');
    if (!(await this.#mayHold(box.name, key))) {
      return refuse('NATIVE_FORBIDDEN', { permission: permissionFor('hold', box.name) });
    }
    const refused = await this.#admits(box, key);
    if (refused) return refused;
    const known = this.#held.get(nameOf(box.name, key));
    if (known) {
      say({ type: 'held', ...echo(id), data: { box: box.name, key, lease: known.epoch } });
      return undefined;
    }
    if (this.#held.size >= limits.holds) return refuse('NATIVE_TOO_MANY_HOLDS', { limit: limits.holds });
    await this.#begin(box, key, remembers, id);
    return undefined;
  }

  async #begin(box: AnyMailbox, key: Key, remembers?: string, id?: string): Promise<void> {
    const { peer, kernel, say } = this.#context;
    /** The first offers may come before `hold` has returned; on the wire `held` goes first. */
    let early: Map<Id, { item: Item<unknown>; lease: Lease }> | undefined = new Map();
    const lease = await kernel.boxes.hold(box, key, {
      ...(remembers !== undefined && { remembers }),
      peer: peer.id,
      deliver: (item, lease) => {
        if (early) early.set(item.id, { item, lease });
        else this.#offer(item, lease);
      },
      revoke: (item) => {
        if (!early?.delete(item)) this.#withdraw(item);
      },
      skipped: (seq, how) => this.#skipped(box.name, key, seq, how),
      alive: () => peer.alive(PROBE_MS),
    });
    if (lease === 'conflict') {
      say({ type: 'conflict', ...echo(id), data: { box: box.name, key } });
      return;
    }
    if (this.#closed) return lease.release();
    this.#held.set(nameOf(box.name, key), lease);
    say({ type: 'held', ...echo(id), data: { box: box.name, key, lease: lease.epoch } });
    for (const offer of early.values()) this.#offer(offer.item, offer.lease);
    early = undefined;
    if (lease.lost.aborted) this.#lose(box.name, key, lease);
    else lease.lost.addEventListener('abort', () => this.#lose(box.name, key, lease), { once: true });
  }

  async release({ data: { box, key } }: ClientWord<'release'>): Promise<Refusal | undefined> {
    const name = nameOf(box, key);
    const lease = this.#held.get(name);
    if (!lease) return refuse('NATIVE_NOT_HELD');
    this.#held.delete(name);
    await lease.release();
    return undefined;
  }

  /** `go` is said when the start is on disk (K4). The lease starts nothing that was begun before. */
  async start({ id, data: { item } }: ClientWord<'start'>): Promise<void> {
    const { kernel, say } = this.#context;
    const number = fromWire(kernel.store.epoch, item);
    const lease = number !== null && (await this.#leaseOf(number));
    const started = lease && (await lease.start(number));
    say({ type: started ? 'go' : 'revoke', ...echo(id), data: { item } });
  }

  /** `recorded` is said when the report is on disk (K1). */
  async report(word: ReportWord): Promise<Refusal | undefined> {
    const { kernel, say } = this.#context;
    const { item } = word.data;
    const number = fromWire(kernel.store.epoch, item);
    if (number === null) return refuse('NATIVE_OTHER_EPOCH');
    const said = toReport(word);
    const lease = await this.#leaseOf(number);
    if (lease) await lease.report(number, said);
    else {
      // Whoever may hold its mailbox may bring late evidence (K5); of an item long gone a holder need not say it again.
      const line = await kernel.boxes.lineOf(number);
      const trusted = line ? await this.#mayHold(line.box, line.key) : this.#held.size > 0;
      if (!trusted) return refuse('NATIVE_NOT_HELD');
      if (line) await kernel.boxes.evidence(number, late(said));
    }
    say({ type: 'recorded', ...echo(word.id), data: { item } });
    return undefined;
  }

  /** The connection is gone: what was not begun may go to the next holder at once. */
  async close(): Promise<void> {
    this.#closed = true;
    const leases = [...this.#held.values()];
    this.#held.clear();
    await Promise.all(leases.map((lease) => lease.release()));
  }

  async #mayHold(box: string, key: Key): Promise<boolean> {
    const { peer, kernel, catalog } = this.#context;
    return (await mayPeer(kernel.auth, catalog, peer.principal, 'hold', box, key)) === 'yes';
  }

  /** Whether there is anything to hold, which its app knows. */
  async #admits(box: AnyMailbox, key: Key): Promise<Refusal | null> {
    const { peer, kernel, catalog } = this.#context;
    const owner = [...catalog.apps.values()].find(({ boxes }) => boxes.includes(box));
    return (await owner?.admits?.(peer, box.name, key, kernel)) ?? null;
  }

  /** Of an item that came long ago, or before this connection, the lease of its mailbox; undefined: not held here. */
  async #leaseOf(item: Id): Promise<Lease | undefined> {
    const known = this.#cameUnder.get(item);
    if (known || this.#held.size === 0) return known;
    const line = await this.#context.kernel.boxes.lineOf(item);
    return line ? this.#held.get(nameOf(line.box, line.key)) : undefined;
  }

  #remember(item: Id, lease: Lease): void {
    this.#cameUnder.delete(item);
    this.#cameUnder.set(item, lease);
    if (this.#cameUnder.size <= REMEMBERED) return;
    const [oldest] = this.#cameUnder.keys();
    this.#cameUnder.delete(oldest!);
  }

  #offer(item: Item<unknown>, lease: Lease): void {
    const begun = item.state !== 'waiting';
    this.#remember(item.id, lease);
    const { box, key, seq, tries, expires, body } = item;
    this.#context.say({
      type: 'item',
      data: {
        item: toWire(this.#context.kernel.store.epoch, item.id),
        box,
        key,
        seq,
        tries,
        ...(expires !== undefined && { expires }),
        ...(begun && { begun: true as const }),
        body,
      },
    });
  }

  #withdraw(id: Id): void {
    const item = toWire(this.#context.kernel.store.epoch, id);
    this.#context.say({ type: 'revoke', data: { item } });
  }

  #skipped(box: string, key: Key, seq: number, how: Ending): void {
    this.#context.say({ type: 'skipped', data: { box, key, seq, how } });
  }

  #lose(box: string, key: Key, lease: Lease): void {
    const name = nameOf(box, key);
    if (this.#held.get(name) !== lease) return;
    this.#held.delete(name);
    this.#context.say({ type: 'lost', data: { box, key } });
  }
}

function toReport(word: ReportWord): Report {
  switch (word.type) {
    case 'taken':
      return { is: 'taken', by: word.data.by };
    case 'over': {
      const { how, report } = word.data;
      return { is: 'over', how, ...(report !== undefined && { report }) };
    }
    case 'evidence':
      return { is: 'evidence', report: word.data.report };
  }
}

/** What a report is worth once its lease is gone: the same shape in which the kernel keeps late ones. */
function late(said: Report): unknown {
  switch (said.is) {
    case 'taken':
      return { takenBy: said.by };
    case 'over':
      return { how: said.how, report: said.report };
    case 'evidence':
      return said.report;
  }
}

function echo(id: string | undefined): { readonly id?: string } {
  return id === undefined ? {} : { id };
}

function nameOf(box: string, key: Key): string {
  return `${box} ${key}`;
}
