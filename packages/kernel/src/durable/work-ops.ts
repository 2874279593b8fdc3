import { CodedError, isRefusal, type Id, type Key, type Ms } from '../ports/base.ts';
import type { Op } from '../ports/store.ts';
import type { AnyWork, WorkFailure } from '../ports/work.ts';
import type { Scope } from './scope.ts';
import type { WorkRow } from './work-rows.ts';

/** A run's title to its work: whoever has it next knows a greater `run`. */
export interface Claim {
  readonly id: Id;
  readonly run: number;
}

/** A work in the hands of a node, about to be run. */
export interface Claimed extends Claim {
  readonly kind: string;
  readonly key: Key;
  readonly input: unknown;
  /** undefined: from the start. */
  readonly checkpoint: unknown;
  /** Runs that broke off at this checkpoint before. */
  readonly tries: number;
}

/** What a node asks for when it has room. */
export interface Room {
  readonly node: string;
  /** Runs that it can begin in all. */
  readonly places: number;
  /** Runs that it can begin of each kind. */
  readonly kinds: Readonly<Record<string, number>>;
  /** How long the claim lasts unless it is renewed. */
  readonly until: Ms;
  /** Whether claims that have run out may be taken from others: not while the clock is doubted. */
  readonly takeOver: boolean;
}

const AGAIN = `update work set state = 'waiting', run = run + 1, claimed_by = null, claimed_until = null`;
/** The wait before a run that broke off is tried again; four times as long at each further try. */
const FIRST_WAIT: Ms = 1_000;

/**
 * At the start of a process on a file: whatever ran there ran in a process that is dead (K11). On a server other nodes
 * live on, and claims run out by themselves.
 */
export const bootWork: Op<null, void> = {
  name: 'kernel.work.boot',
  async run(tx) {
    const scope = tx as Scope;
    if (scope.connection.dialect !== 'sqlite') return;
    await scope.run(`${AGAIN}, tries = tries + 1 where state = 'running'`);
  },
};

/** Takes what waits, oldest first, as far as there is room; `next` is when to look again at what must wait longer. */
export const claimWork: Op<Room, { claimed: readonly Claimed[]; next: Ms | null }> = {
  name: 'kernel.work.claim',
  async run(tx, room) {
    const scope = tx as Scope;
    const rows: WorkRow[] = [];
    for (const [kind, most] of Object.entries(room.kinds))
      rows.push(...(await claimable(scope, room, kind, most)));
    rows.sort((a, b) => a.asked_at - b.asked_at || a.id - b.id);
    const claimed: Claimed[] = [];
    for (const row of rows.slice(0, room.places)) claimed.push(await take(scope, room, row));
    const [later] = await scope.all<{ at: Ms | null }>(
      `select min(not_before) as at from work where state = 'waiting' and not_before > ?`,
      scope.now,
    );
    return { claimed, next: later?.at ?? null };
  },
};

/**
 * What a run has found and its new checkpoint, in one commit with the check that it still has the work. Throws
 * KERNEL_WORK_SUPERSEDED, or what the op refuses with, before anything is written.
 */
export const saveWork: Op<Claim & { op: string; args: unknown; checkpoint: unknown; until: Ms }, void> = {
  name: 'kernel.work.save',
  async run(tx, { op: name, args, checkpoint, until, ...claim }) {
    const scope = tx as Scope;
    if (!(await own(scope, claim))) throw new CodedError('KERNEL_WORK_SUPERSEDED');
    const op = scope.catalog.ops.get(name);
    if (!op) throw new CodedError('KERNEL_UNKNOWN_OP', { op: name });
    const value = await op.run(scope, args);
    if (isRefusal(value)) throw new CodedError(value.refuse, value.detail);
    await scope.run(
      `update work set checkpoint = ?, tries = 0, claimed_until = ? where id = ? and run = ?`,
      JSON.stringify(checkpoint ?? null),
      until,
      claim.id,
      claim.run,
    );
  },
};

/** All of it is done. A run that has lost its work changes nothing. */
export const finishWork: Op<Claim, void> = {
  name: 'kernel.work.finish',
  async run(tx, claim) {
    const scope = tx as Scope;
    const row = await remove(scope, claim);
    if (row) await workOf(scope, row.kind).done(scope, row.key);
  },
};

/** It cannot be done. A run that has lost its work changes nothing. */
export const failWork: Op<Claim & { error: WorkFailure }, void> = {
  name: 'kernel.work.fail',
  async run(tx, { error, ...claim }) {
    const scope = tx as Scope;
    const row = await remove(scope, claim);
    if (row) await workOf(scope, row.kind).failed(scope, row.key, error);
  },
};

/** The run broke off: the work waits for another, unless that was the last of `most` at this checkpoint. */
export const loseWork: Op<Claim & { most: number }, 'waits' | 'was the last'> = {
  name: 'kernel.work.lose',
  async run(tx, { most, ...claim }) {
    const scope = tx as Scope;
    const row = await own(scope, claim);
    if (!row) return 'waits';
    if (row.tries + 1 >= most) return 'was the last';
    const until = scope.now + FIRST_WAIT * 4 ** row.tries;
    await scope.run(`${AGAIN}, tries = tries + 1, not_before = ? where id = ?`, until, row.id);
    return 'waits';
  },
};

/** The node gives it back, through no fault of the run: it waits where it was. */
export const releaseWork: Op<Claim & { notBefore: Ms }, void> = {
  name: 'kernel.work.release',
  async run(tx, { id, run, notBefore }) {
    await (tx as Scope).run(`${AGAIN}, not_before = ? where id = ? and run = ?`, notBefore, id, run);
  },
};

/** Prolongs what the node runs; returns what it has lost. */
export const renewWork: Op<{ claims: readonly Claim[]; until: Ms }, readonly Claim[]> = {
  name: 'kernel.work.renew',
  async run(tx, { claims, until }) {
    const scope = tx as Scope;
    const lost: Claim[] = [];
    // In one order, so that two nodes cannot wait for each other.
    for (const claim of claims.toSorted((a, b) => a.id - b.id)) {
      const { id, run } = claim;
      const renewed = await scope.run(
        `update work set claimed_until = ? where id = ? and run = ?`,
        until,
        id,
        run,
      );
      if (renewed === 0) lost.push(claim);
    }
    return lost;
  },
};

export const workOps = [
  bootWork,
  claimWork,
  saveWork,
  finishWork,
  failWork,
  loseWork,
  releaseWork,
  renewWork,
] as const;

/** On a server another node may be claiming at this moment: what it looks at is passed over. */
function claimable(scope: Scope, { takeOver, places }: Room, kind: string, most: number): Promise<WorkRow[]> {
  return scope.all<WorkRow>(
    `select * from work where kind = ? and (state = 'waiting' and not_before <= ?
     or state = 'running' and claimed_until < ?) order by asked_at, id limit ?
     ${scope.connection.dialect === 'postgres' ? 'for update skip locked' : ''}`,
    kind,
    scope.now,
    takeOver ? scope.now : 0,
    Math.min(most, places),
  );
}

async function take(scope: Scope, { node, until }: Room, row: WorkRow): Promise<Claimed> {
  const run = row.run + 1;
  // Nobody said how the run of before ended: its process is gone.
  const tries = row.state === 'running' ? row.tries + 1 : row.tries;
  await scope.run(
    `update work set state = 'running', run = ?, tries = ?, claimed_by = ?, claimed_until = ? where id = ?`,
    run,
    tries,
    node,
    until,
    row.id,
  );
  return {
    id: row.id,
    run,
    kind: row.kind,
    key: row.key,
    input: JSON.parse(row.input),
    checkpoint: row.checkpoint === null ? undefined : JSON.parse(row.checkpoint),
    tries,
  };
}

/** The row, held until the commit, if the claim still stands. */
async function own(scope: Scope, { id, run }: Claim): Promise<WorkRow | undefined> {
  const [row] = await scope.all<WorkRow>(
    `select * from work where id = ? and run = ? ${scope.connection.dialect === 'postgres' ? 'for update' : ''}`,
    id,
    run,
  );
  return row;
}

/** Goes before the app hears of the end, so that it may ask for the same work again. */
async function remove(scope: Scope, { id, run }: Claim): Promise<Pick<WorkRow, 'kind' | 'key'> | undefined> {
  const [row] = await scope.all<WorkRow>(
    `delete from work where id = ? and run = ? returning kind, key`,
    id,
    run,
  );
  return row;
}

function workOf(scope: Scope, kind: string): AnyWork {
  const work = scope.catalog.works.get(kind);
  if (!work) throw new CodedError('KERNEL_INTERNAL', `no work is called ${kind}`);
  return work;
}
