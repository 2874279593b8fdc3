import { createKeeper } from '../../durable/keeper.ts';
import { createLeapGuard } from '../../durable/leap-guard.ts';
import { pruneMailboxes, type MailboxName } from '../../durable/mailbox-rows.ts';
import { createMailboxes } from '../../durable/mailboxes.ts';
import type { Id, Log, Ms } from '../../ports/base.ts';
import type { Lease, Mailboxes } from '../../ports/mailbox.ts';
import {
  abandonOp,
  items,
  ledger,
  postOp,
  revokeOp,
  type LineName,
  type ModelApp,
  type PostArgs,
} from './app.ts';
import { checkEntries, checkRows, type Rows } from './checks.ts';
import type { Command } from './commands.ts';
import { at, TestHolder } from './holder.ts';
import type { ModelStore } from './model-store.ts';

const KEY = 'model/1';
const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** The real mailboxes over a real database, with a world around them that does its worst. */
export class World {
  readonly #store: ModelStore;
  readonly #model: ModelApp;
  readonly #holders: TestHolder[] = [];
  readonly #leases: Lease[] = [];
  readonly #lastLease = new Map<LineName, number>();
  readonly #promised = new Set<Id>();
  readonly #refused = new Set<string>();
  readonly #papers = new Map<Id, number>();
  #boxes!: Mailboxes & { stop(): Promise<void> };
  #stopKeeper!: () => Promise<void>;
  #distrustUntil: Ms = -1;
  #refs = 0;

  private constructor(store: ModelStore, model: ModelApp) {
    this.#store = store;
    this.#model = model;
  }

  static async open(store: ModelStore, model: ModelApp): Promise<World> {
    const world = new World(store, model);
    await world.#boot();
    return world;
  }

  /** Does one thing, waits until the mailboxes are at rest, and checks everything that must hold. */
  async step(command: Command): Promise<void> {
    await this.#do(command);
    await this.#store.atRest();
    await this.check();
  }

  /** With all faults over and willing holders, everything ends where somebody can see it. */
  async drain(): Promise<void> {
    for (let round = 0; round < 40; round++) {
      const rows = await this.#store.read(items, null);
      if (rows.every((row) => row.state === 'over')) return;
      for (const line of ['fifo', 'urgent'] as const) await this.#hold(line, undefined);
      await this.#store.atRest();
      const recent = this.#holders.slice(-2);
      for (let turn = 0; turn < 12; turn++) {
        for (const holder of recent) {
          await this.#write(holder, 0);
          await holder.report(0, { is: 'over', how: 'done' });
        }
        await this.#store.atRest();
      }
      await this.#pass(61_000);
      await this.check();
    }
    throw new Error('K6: an item never ended');
  }

  async check(): Promise<void> {
    const rows = await this.#store.read(items, null);
    const entries = await this.#store.read(ledger, null);
    checkRows(rows);
    checkEntries(rows, entries);
    this.#checkPromises(rows);
    for (const row of rows) {
      if (row.lost === 'ask' && (this.#papers.get(row.id) ?? 0) > 1) {
        throw new Error(`K4: ask item ${row.id} was written ${this.#papers.get(row.id)} times`);
      }
    }
  }

  async close(): Promise<void> {
    await this.#stopKeeper();
    await this.#boxes.stop();
    await this.#store.atRest();
  }

  async #boot(): Promise<void> {
    const { clock } = this.#store;
    const guard = createLeapGuard(clock, () => {});
    this.#boxes = await createMailboxes({ store: this.#store, clock, log: silent, guard, node: 'model' });
    const keeper = createKeeper({ store: this.#store, clock, log: silent, guard, apps: [] });
    this.#stopKeeper = () => keeper.stop();
    await this.#store.atRest();
  }

  async #do(command: Command): Promise<void> {
    switch (command.do) {
      case 'post': {
        const { line, lost, priority, expires, later, queue } = command;
        const now = this.#store.clock.now();
        return this.#post(line, {
          lost,
          priority,
          queue,
          ...(expires !== null && { expires: now + expires }),
          ...(later !== null && { notBefore: now + later }),
        });
      }
      case 'fill':
        for (let n = 0; n < command.count; n++) await this.#post(command.line, { lost: 'ask', priority: 5 });
        return;
      case 'revoke': {
        const row = at(await this.#store.read(items, null), command.pick);
        if (row) await this.#store.write(revokeOp, { line: row.box as LineName, key: KEY, ref: row.ref });
        return;
      }
      case 'abandon': {
        const row = at(await this.#store.read(items, null), command.pick);
        if (row) await this.#store.write(abandonOp, { item: row.id });
        return;
      }
      case 'hold':
        return this.#hold(command.line, command.journal === 'none' ? undefined : command.journal);
      case 'release':
        await at(this.#leases, command.pick)?.release();
        return;
      case 'write': {
        const holder = at(this.#busy('offered'), command.pick);
        if (holder) await this.#write(holder, command.pick);
        return;
      }
      case 'startOnly': {
        const holder = at(this.#busy('offered'), command.pick);
        const begun = await holder?.start(command.pick);
        if (begun) holder?.written.delete(begun.item.id);
        return;
      }
      case 'take':
        await at(this.#busy('written'), command.pick)?.report(command.pick, { is: 'taken', by: 'a journal' });
        return;
      case 'report':
        return this.#report(command.pick, command.how);
      case 'pass':
        return this.#pass(command.time);
      case 'leap':
        return this.#leap(command.by);
      case 'prune':
        return this.#prune();
      case 'crash':
        return this.#crash();
      case 'crashBeforeReply':
        await this.#post(command.line, { lost: 'ask', priority: 5 }, 'reply lost');
        return this.#crash();
      case 'failCommit':
        return this.#post(command.line, { lost: 'ask', priority: 5 }, 'fails');
    }
  }

  async #post(line: LineName, how: PostArgs['how'], fault?: 'fails' | 'reply lost'): Promise<void> {
    const ref = `ref-${this.#refs++}`;
    const answer = await this.#store.attempt(postOp, { line, key: KEY, ref, how }, fault);
    if (answer === 'refused') this.#refused.add(ref);
    else if (answer !== 'no reply') this.#promised.add(answer.value);
  }

  async #hold(line: LineName, journal: string | undefined): Promise<void> {
    const holder = new TestHolder(journal);
    const lease = await this.#boxes.hold(this.#model.boxes[line], KEY, holder);
    if (lease === 'conflict') throw new Error('the newest rival was turned away');
    this.#holders.push(holder);
    this.#leases.push(lease);
    if (lease.epoch <= (this.#lastLease.get(line) ?? 0)) throw new Error(`K5: ${line} gave a lease twice`);
    this.#lastLease.set(line, lease.epoch);
    await this.#store.atRest();
    const rows = await this.#store.read(items, null);
    const forgotten = rows.find(
      (row) =>
        row.box === line &&
        (row.state === 'started' || row.state === 'taken') &&
        row.remembers !== (journal ?? null),
    );
    if (forgotten) throw new Error(`K4: item ${forgotten.id} is in the hand of one who does not remember it`);
  }

  async #write(holder: TestHolder, pick: number): Promise<void> {
    const begun = await holder.start(pick);
    if (!begun?.started) return;
    const rows = await this.#store.read(items, null);
    const row = rows.find(({ id }) => id === begun.item.id);
    if (row?.state !== 'started')
      throw new Error(`K4: item ${begun.item.id} may be written but is ${row?.state}`);
    this.#papers.set(begun.item.id, (this.#papers.get(begun.item.id) ?? 0) + 1);
  }

  async #report(pick: number, how: 'done' | 'refused' | 'unknown'): Promise<void> {
    const holder = at(this.#busy('written'), pick);
    const said = holder && at([...holder.written.values()], pick);
    if (!said) return;
    const before = await this.#rowOf(said.item.id);
    await holder.report(pick, { is: 'over', how });
    const after = await this.#rowOf(said.item.id);
    const mine =
      before.lease === said.lease.epoch && (before.state === 'started' || before.state === 'taken');
    if (!mine && (before.state !== after.state || before.how !== after.how)) {
      throw new Error(`K5: a stale lease moved item ${after.id} from ${before.state} to ${after.state}`);
    }
  }

  /**
   * Set back, the hub's clock only slows down, and is not surprised when the wall's comes forward to it again; where it is
   * set forward itself, it must expire nothing for a minute.
   */
  async #leap(by: Ms): Promise<void> {
    const { clock } = this.#store;
    const before = clock.now();
    clock.leap(by);
    if (clock.now() - before > 60_000) this.#distrustUntil = clock.mono() + 60_000;
    return this.#pass(1);
  }

  async #pass(time: Ms): Promise<void> {
    await this.#store.atRest();
    const distrusted = this.#store.clock.mono() + time < this.#distrustUntil;
    const before = distrusted ? await this.#expired() : 0;
    await this.#store.pass(time);
    if (distrusted && (await this.#expired()) > before)
      throw new Error('an item expired by a clock that had leapt');
  }

  async #prune(): Promise<void> {
    let after: MailboxName | null = null;
    do after = await this.#store.write(pruneMailboxes, { after });
    while (after);
  }

  async #expired(): Promise<number> {
    return (await this.#store.read(items, null)).filter((row) => row.how === 'expired').length;
  }

  async #crash(): Promise<void> {
    await this.#store.atRest();
    await this.#stopKeeper();
    this.#store.forgetListeners();
    // A new process has seen no leap: it takes the clock as it finds it.
    this.#distrustUntil = -1;
    await this.#boot();
  }

  #busy(what: 'offered' | 'written'): TestHolder[] {
    return this.#holders.filter((holder) => holder[what].size > 0);
  }

  async #rowOf(id: Id): Promise<Rows[number]> {
    const rows = await this.#store.read(items, null);
    return rows.find((row) => row.id === id)!;
  }

  #checkPromises(rows: Rows): void {
    const known = new Set(rows.map((row) => row.id));
    for (const id of this.#promised) if (!known.has(id)) throw new Error(`K1: accepted item ${id} is gone`);
    const kept = rows.find((row) => this.#refused.has(row.ref));
    if (kept) throw new Error(`K1: item ${kept.id} was refused and is kept`);
  }
}
