import { CodedError, type Id, type Ms } from '../ports/base.ts';
import type { Ending, Mailbox, Report } from '../ports/mailbox.ts';
import type { Op, Tx } from '../ports/store.ts';
import { toParcel, type ItemRow, type Parcel } from './item-row.ts';
import { countOnFromFloor, type MailboxName } from './mailbox-rows.ts';
import type { Scope } from './scope.ts';

/** Who may start the items of a mailbox. */
interface Tenure {
  readonly lease: number;
  readonly remembers: string | null;
}

const TENURE = `select lease, remembers from mailbox where box = ? and key = ?`;

/** The kernel's ops see the whole transaction, not only what apps may do. */
function scopeOf(tx: Tx): Scope {
  return tx as Scope;
}

function boxOf(scope: Scope, name: string): Mailbox<unknown> {
  const box = scope.catalog.boxes.get(name);
  if (!box) throw new CodedError('KERNEL_INTERNAL', `no mailbox is called ${name}`);
  return box;
}

/**
 * A new lease. What was in hand under the last one goes on only with a holder that remembers it; else an `ask` item
 * ends unknown and a `redeliver` item waits again (K4).
 */
export const hold: Op<
  MailboxName & { holder: string; remembers: string | null },
  { lease: number; inHand: readonly Parcel[] }
> = {
  name: 'kernel.hold',
  async run(tx, { box, key, holder, remembers }) {
    const scope = scopeOf(tx);
    const [line] = await scope.all<{ next_seq: number; lease: number }>(
      `insert into mailbox (box, key, next_seq, waiting, lease, holder, remembers) values (?, ?, 0, 0, 1, ?, ?)
       on conflict (box, key) do update set lease = mailbox.lease + 1, holder = excluded.holder,
       remembers = excluded.remembers returning next_seq, lease`,
      box,
      key,
      holder,
      remembers,
    );
    const { lease } = line!.next_seq === 0 ? await countOnFromFloor(scope, { box, key }) : line!;
    const rows = await scope.all<ItemRow>(
      `select * from item where box = ? and key = ? and state in ('started', 'taken') order by seq`,
      box,
      key,
    );
    const inHand: Parcel[] = [];
    for (const row of rows) {
      if (row.remembers !== null && row.remembers === remembers) {
        await scope.run(`update item set lease = ? where id = ?`, lease, row.id);
        inHand.push(toParcel(row));
      } else if (row.lost === 'ask') {
        await scope.end(row, 'unknown');
      } else {
        await waitAgain(scope, row, scope.now);
      }
    }
    return { lease, inHand };
  },
};

/** The holder leaves. Items that would not queue end with it. */
export const release: Op<MailboxName & { lease: number }, void> = {
  name: 'kernel.release',
  async run(tx, { box, key, lease }) {
    const scope = scopeOf(tx);
    const released = await scope.run(
      `update mailbox set holder = null where box = ? and key = ? and lease = ?`,
      box,
      key,
      lease,
    );
    if (released === 0) return;
    const unqueued = await scope.all<ItemRow>(
      `select * from item where box = ? and key = ? and state = 'waiting' and queue = 0`,
      box,
      key,
    );
    for (const row of unqueued) await scope.end(row, 'revoked');
  },
};

/** What may be offered now, in order (K6), and when the next one that must still wait may be. */
export const heads: Op<MailboxName & { limit: number }, { parcels: readonly Parcel[]; next: Ms | null }> = {
  name: 'kernel.heads',
  async run(tx, { box, key, limit }) {
    const scope = scopeOf(tx);
    const fifo = boxOf(scope, box).order === 'fifo';
    const rows = await scope.all<ItemRow>(
      `select * from item where box = ? and key = ? and state = 'waiting' ${fifo ? '' : 'and not_before <= ?'}
       order by priority, seq limit ?`,
      ...(fifo ? [box, key, limit] : [box, key, scope.now, limit]),
    );
    const early = fifo ? rows.findIndex((row) => row.not_before > scope.now) : -1;
    const ready = early === -1 ? rows : rows.slice(0, early);
    return {
      parcels: ready.map(toParcel),
      next: fifo ? (rows[early]?.not_before ?? null) : await nextStart(),
    };

    async function nextStart(): Promise<Ms | null> {
      const [row] = await scope.all<{ at: Ms | null }>(
        `select min(not_before) as at from item where box = ? and key = ? and state = 'waiting' and not_before > ?`,
        box,
        key,
        scope.now,
      );
      return row?.at ?? null;
    }
  },
};

/** `gone`: revoked, expired or begun by somebody else meanwhile. `stale`: the lease has moved. */
export type Started = 'started' | 'gone' | 'stale';

/** Commits the start of an item. `expire` is false while the clock is not to be trusted. */
export const start: Op<{ item: Id; lease: number; expire: boolean }, Started> = {
  name: 'kernel.start',
  async run(tx, { item, lease, expire }) {
    const scope = scopeOf(tx);
    const row = await scope.itemToChange(item);
    if (row?.state !== 'waiting') return 'gone';
    const [now] = await scope.all<Tenure>(TENURE, row.box, row.key);
    if (now?.lease !== lease) return 'stale';
    if (expire && row.expires !== null && row.expires <= scope.now) {
      await scope.end(row, 'expired');
      return 'gone';
    }
    const due = scope.now + boxOf(scope, row.box).silence;
    await scope.run(
      `update item set state = 'started', tries = tries + 1, lease = ?, remembers = ?, started_at = ?, due = ?
       where id = ?`,
      lease,
      now.remembers,
      scope.now,
      due,
      item,
    );
    await scope.countWaiting(row, -1);
    scope.dueBy(due);
    await scope.follow({ ...row, state: 'started', tries: row.tries + 1, lease }, { is: 'started', lease });
    return 'started';
  },
};

/**
 * What a holder says of an item. Said again, or said under a lease that no longer has the item, it changes no
 * delivery: the app gets it as evidence (K5).
 */
export const report: Op<{ item: Id; lease: number; report: Report }, void> = {
  name: 'kernel.report',
  async run(tx, { item, lease, report: said }) {
    const scope = scopeOf(tx);
    const row = await scope.itemToChange(item);
    if (!row) return;
    const inHand = row.state === 'started' || row.state === 'taken';
    if (said.is === 'evidence') {
      if (row.state === 'started' && row.lease === lease) await breakSilence(scope, row);
      return scope.follow(row, said);
    }
    if (!inHand || row.lease !== lease) {
      if (!isRepetition(row, lease, said)) await scope.follow(row, { is: 'evidence', report: late(said) });
      return;
    }
    if (said.is === 'taken') {
      if (row.state === 'taken') return;
      await scope.run(
        `update item set state = 'taken', taken_by = ?, due = null where id = ?`,
        said.by,
        item,
      );
      scope.wakes.push({ box: row.box, key: row.key, why: 'over', item });
      return scope.follow({ ...row, state: 'taken' }, said);
    }
    if (said.how === 'unknown' && row.lost === 'redeliver') return loseTry(scope, row, said.report);
    await scope.end(row, said.how, said.report);
  },
};

/** The mailbox and key of an item, which it keeps for life. */
export const lineOf: Op<{ item: Id }, MailboxName | null> = {
  name: 'kernel.line-of',
  async run(tx, { item }) {
    const row = await scopeOf(tx).item(item);
    return row ? { box: row.box, key: row.key } : null;
  },
};

/** The same truth by another way than its lease: a connection that came back, a person. */
export const evidence: Op<{ item: Id; report: unknown }, void> = {
  name: 'kernel.evidence',
  async run(tx, { item, report: said }) {
    const scope = scopeOf(tx);
    const row = await scope.itemToChange(item);
    if (row) await scope.follow(row, { is: 'evidence', report: said });
  },
};

/** How an item ended, or that it has not. */
export const outcome: Op<{ item: Id }, { how: Ending; report?: unknown } | null> = {
  name: 'kernel.outcome',
  async run(tx, { item }) {
    const row = await scopeOf(tx).item(item);
    if (!row?.how) return null;
    return { how: row.how, ...(row.report !== null && { report: JSON.parse(row.report) as unknown }) };
  },
};

/** Its holder is at work and says so: the silence counts anew. */
async function breakSilence(scope: Scope, row: ItemRow): Promise<void> {
  const due = scope.now + boxOf(scope, row.box).silence;
  await scope.run(`update item set due = ? where id = ?`, due, row.id);
  scope.dueBy(due);
}

/** A try of a `redeliver` item was lost: it waits for the next, or ends unknown when there is none. */
export async function loseTry(scope: Scope, row: ItemRow, said?: unknown): Promise<void> {
  const wait = boxOf(scope, row.box).again(row.tries);
  if (wait === null) return scope.end(row, 'unknown', said);
  await waitAgain(scope, row, scope.now + wait, said);
}

async function waitAgain(scope: Scope, row: ItemRow, notBefore: Ms, said?: unknown): Promise<void> {
  await scope.run(
    `update item set state = 'waiting', not_before = ?, due = expires, lease = null, remembers = null,
     taken_by = null where id = ?`,
    notBefore,
    row.id,
  );
  await scope.countWaiting(row, 1);
  scope.dueBy(row.expires);
  scope.wakes.push({ box: row.box, key: row.key, why: 'over', item: row.id });
  await scope.follow(
    { ...row, state: 'waiting' },
    { is: 'again', notBefore, ...(said !== undefined && { report: said }) },
  );
}

/** A holder repeats a report until it hears `recorded`: the second copy says nothing new. */
function isRepetition(row: ItemRow, lease: number, said: Report): boolean {
  if (row.lease !== lease) return false;
  return said.is === 'over' ? row.how === said.how : row.state === 'over' || row.state === 'taken';
}

function late(said: Exclude<Report, { is: 'evidence' }>): unknown {
  return said.is === 'over' ? { how: said.how, report: said.report } : { takenBy: said.by };
}
