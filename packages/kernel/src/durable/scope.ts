import type { Kysely } from 'kysely';
import { CodedError, isRefusal, type Id, type Key, type Ms } from '../ports/base.ts';
import type { Ending, Fact, Mailbox, Post } from '../ports/mailbox.ts';
import type { Room } from '../ports/room.ts';
import type { Publication, Tx, Wake } from '../ports/store.ts';
import type { AnyWork, Work, WorkStart, WorkStop } from '../ports/work.ts';
import type { Catalog } from './catalog.ts';
import type { Cell, Connection } from './connection.ts';
import { toItem, type ItemRow } from './item-row.ts';
import { countOnFromFloor } from './mailbox-rows.ts';
import { utf8Length } from './utf8-length.ts';
import { askWork, stopWork } from './work-rows.ts';

interface Posted {
  readonly id: Id;
  readonly body: string;
  readonly how: Post;
  /** Posted from `changed`: a successor, which the bound does not stop. */
  readonly succeeds: boolean;
}

const UPSERT_MAILBOX = `insert into mailbox (box, key, next_seq, waiting, lease) values (?, ?, ?, ?, 0)
  on conflict (box, key) do update set next_seq = mailbox.next_seq + excluded.waiting,
  waiting = mailbox.waiting + excluded.waiting returning next_seq, waiting, holder`;
const INSERT_ITEM = `insert into item (id, box, key, seq, ref, body, bytes, lost, queue, priority, expires,
  not_before, due, state, tries, posted_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', 0, ?)
  on conflict (box, key, ref) where state <> 'over' do nothing`;
const END_ITEM = `update item set state = 'over', how = ?, report = ?, over_at = ?, due = null where id = ?`;
const COUNT_WAITING = `update mailbox set waiting = waiting + ? where box = ? and key = ?`;
const LOCK_MAILBOX = `select 1 from mailbox where box = ? and key = ? for update`;
const ITEM_BY_REF = `select * from item where box = ? and key = ? and ref = ? and state <> 'over'`;

/**
 * One op's transaction: what apps see as `Tx`, and the few moves more that the kernel's own ops make. Posts
 * gather until the op ends and take their seqs then, over sorted keys, so that two nodes lock mailboxes in one order.
 */
export class Scope implements Tx {
  readonly now: Ms;
  readonly catalog: Catalog;
  readonly connection: Connection;
  readonly wakes: Wake[] = [];
  readonly publications: Publication[] = [];
  due: Ms | null = null;
  #posted = new Map<string, { box: Mailbox<unknown>; key: Key; items: Posted[] }>();
  #followDepth = 0;

  constructor(connection: Connection, catalog: Catalog, now: Ms) {
    this.connection = connection;
    this.catalog = catalog;
    this.now = now;
  }

  db<T>(): Kysely<T> {
    return this.connection.db as Kysely<T>;
  }

  async all<R>(sql: string, ...cells: Cell[]): Promise<R[]> {
    return this.connection.all<R>(sql, cells);
  }

  async run(sql: string, ...cells: Cell[]): Promise<number> {
    return this.connection.run(sql, cells);
  }

  async at(): Promise<number> {
    const [row] = await this.all<{ value: string }>(`select value from meta where name = 'commit'`);
    return Number(row?.value ?? 0);
  }

  async lock(table: string, id: Id | Key): Promise<void> {
    if (this.connection.dialect === 'sqlite') return;
    if (!/^\w+$/.test(table)) throw new CodedError('KERNEL_INTERNAL', `not a table: ${table}`);
    await this.all(`select 1 from ${table} where id = ? for update`, id);
  }

  async idempotent<T>(
    scope: string,
    key: string,
    fingerprint: string,
    make: () => Promise<T>,
  ): Promise<{ first: boolean; value: T }> {
    const [known] = await this.all<{ fingerprint: string; value: string }>(
      `select fingerprint, value from idempotency where scope = ? and key = ?`,
      scope,
      key,
    );
    if (known) {
      if (known.fingerprint !== fingerprint) throw new CodedError('KERNEL_KEY_REUSED', { key });
      return { first: false, value: JSON.parse(known.value) as T };
    }
    const value = await make();
    // A refusal has changed nothing: the same request may succeed later, under the same key.
    if (isRefusal(value)) return { first: true, value };
    await this.run(
      `insert into idempotency (scope, key, fingerprint, value, at) values (?, ?, ?, ?, ?)`,
      scope,
      key,
      fingerprint,
      JSON.stringify(value ?? null),
      this.now,
    );
    return { first: true, value };
  }

  async post<B>(box: Mailbox<B>, key: Key, body: B, how: Post): Promise<Id> {
    const id = await this.connection.nextId('item');
    const line = `${box.name} ${key}`;
    let entry = this.#posted.get(line);
    if (!entry) this.#posted.set(line, (entry = { box, key, items: [] }));
    entry.items.push({ id, body: JSON.stringify(body), how, succeeds: this.#followDepth > 0 });
    return id;
  }

  async revoke<B>(box: Mailbox<B>, key: Key, ref: string): Promise<'revoked' | 'started' | 'over'> {
    await this.settlePosts();
    await this.#lockMailbox(box.name, key);
    const [row] = await this.all<ItemRow>(ITEM_BY_REF, box.name, key, ref);
    if (!row) return 'over';
    if (row.state !== 'waiting') return 'started';
    await this.end(row, 'revoked');
    return 'revoked';
  }

  async abandon(id: Id): Promise<void> {
    const row = await this.itemToChange(id);
    if (row && (row.state === 'started' || row.state === 'taken')) await this.end(row, 'unknown');
  }

  async publish<M>(room: Room<M>, key: Key, message: M): Promise<void> {
    if (room.kind !== 'log' || !room.keep.durable) {
      this.publications.push({ room: room.name, key, message });
      return;
    }
    const counted = room.sequence === 'key' ? key : '';
    const [head] = await this.all<{ seq: number }>(
      `insert into log_head (room, key, seq) values (?, ?, 1)
       on conflict (room, key) do update set seq = log_head.seq + 1 returning seq`,
      room.name,
      counted,
    );
    const seq = head!.seq;
    await this.run(
      `insert into log (room, key, seq, message, at, commit_no) values (?, ?, ?, ?, ?, ?)`,
      room.name,
      key,
      seq,
      JSON.stringify(message),
      this.now,
      (await this.at()) + 1,
    );
    this.publications.push({ room: room.name, key, message, seq });
  }

  async deadline(entity: Key, at: Ms | null): Promise<void> {
    if (at === null) {
      await this.run(`delete from deadline where entity = ?`, entity);
      return;
    }
    await this.run(
      `insert into deadline (entity, at) values (?, ?) on conflict (entity) do update set at = excluded.at`,
      entity,
      at,
    );
    this.dueBy(at);
  }

  async work<I>(kind: Work<I>, key: Key, input: I, start: WorkStart = {}): Promise<void> {
    await askWork(this, kind.name, key, input, start.from ?? 'checkpoint');
  }

  async stop(kind: string | AnyWork, key: Key, stays: WorkStop): Promise<void> {
    await stopWork(this, typeof kind === 'string' ? kind : kind.name, key, stays);
  }

  async item(id: Id): Promise<ItemRow | undefined> {
    const [row] = await this.all<ItemRow>(`select * from item where id = ?`, id);
    return row;
  }

  /**
   * The item, for an op that goes by what it reads: nobody else changes an item of its mailbox before the commit. A
   * mailbox that is forgotten has only items that are over.
   */
  async itemToChange(id: Id): Promise<ItemRow | undefined> {
    const row = await this.item(id);
    if (!row || this.connection.dialect === 'sqlite') return row;
    await this.#lockMailbox(row.box, row.key);
    return this.item(id);
  }

  async #lockMailbox(box: string, key: Key): Promise<void> {
    if (this.connection.dialect === 'postgres') await this.all(LOCK_MAILBOX, box, key);
  }

  /** Ends an item and lets the app's state follow. */
  async end(row: ItemRow, how: Ending, report?: unknown): Promise<void> {
    await this.run(END_ITEM, how, report === undefined ? null : JSON.stringify(report), this.now, row.id);
    if (row.state === 'waiting') await this.countWaiting(row, -1);
    this.wakes.push({
      box: row.box,
      key: row.key,
      why: how === 'revoked' ? 'revoked' : 'over',
      item: row.id,
      ...(row.state === 'waiting' && { skipped: { seq: row.seq, how } }),
    });
    await this.follow(
      { ...row, state: 'over' },
      { is: 'over', how, ...(report !== undefined && { report }) },
    );
  }

  /** Calls the mailbox's `changed`: the only place where app state follows delivery (K3). */
  async follow(row: ItemRow, fact: Fact): Promise<void> {
    const box = this.catalog.boxes.get(row.box);
    if (!box) throw new CodedError('KERNEL_INTERNAL', `no mailbox is called ${row.box}`);
    this.#followDepth++;
    try {
      await box.changed(this, toItem(row), fact);
    } finally {
      this.#followDepth--;
    }
  }

  async countWaiting(row: ItemRow, change: number): Promise<void> {
    await this.run(COUNT_WAITING, change, row.box, row.key);
  }

  dueBy(at: Ms | null): void {
    if (at !== null && (this.due === null || at < this.due)) this.due = at;
  }

  /** Writes what was posted. Following an unheld item may post more, hence the loop. */
  async settlePosts(): Promise<void> {
    while (this.#posted.size > 0) {
      const lines = [...this.#posted].sort(([a], [b]) => (a < b ? -1 : 1));
      this.#posted.clear();
      for (const [, { box, key, items }] of lines) await this.#settleLine(box, key, items);
    }
  }

  async #settleLine(box: Mailbox<unknown>, key: Key, items: readonly Posted[]): Promise<void> {
    const [line] = await this.all<{ next_seq: number; waiting: number; holder: string | null }>(
      UPSERT_MAILBOX,
      box.name,
      key,
      items.length,
      items.length,
    );
    const { waiting, holder } = line!;
    const fresh = line!.next_seq === items.length;
    const { next_seq } = fresh ? await countOnFromFloor(this, { box: box.name, key }) : line!;
    if (waiting > box.bound && !items.every((item) => item.succeeds)) {
      throw new CodedError('KERNEL_MAILBOX_FULL', { box: box.name, key, bound: box.bound });
    }
    for (const [index, { id, body, how }] of items.entries()) {
      const expires = how.expires ?? null;
      const inserted = await this.connection.run(INSERT_ITEM, [
        id,
        box.name,
        key,
        next_seq - items.length + index,
        how.ref,
        body,
        utf8Length(body),
        how.lost,
        how.queue === false ? 0 : 1,
        box.order === 'fifo' ? 0 : (how.priority ?? 5),
        expires,
        how.notBefore ?? 0,
        expires,
        this.now,
      ]);
      if (inserted === 0) throw new CodedError('KERNEL_REF_TAKEN', { box: box.name, key, ref: how.ref });
      this.dueBy(expires);
      if (how.queue === false && holder === null) await this.end((await this.item(id))!, 'revoked');
    }
    this.wakes.push({ box: box.name, key, why: 'posted' });
  }
}
