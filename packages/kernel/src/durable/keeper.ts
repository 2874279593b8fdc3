import type { Clock, Log, Ms } from '../ports/base.ts';
import type { App } from '../ports/app.ts';
import type { Op, Store } from '../ports/store.ts';
import { due, postponeDue, prune, settleDue, type Due } from './keeping-ops.ts';
import type { LeapGuard } from './leap-guard.ts';
import { pruneMailboxes } from './mailbox-rows.ts';
import { kernelRetention } from './retention.ts';
import { shrink } from './shrink.ts';
import { trimLogs } from './trim-logs.ts';
import { codeOf, isTrouble } from './trouble.ts';

const LONGEST_WAIT: Ms = 30_000;
const RETRY: Ms = 1_000;
/** What could not be settled (an app's own fault, or an app that is switched off) waits, and holds up nothing else. */
const POSTPONED: Ms = 60_000;
const PRUNE_EVERY: Ms = 600_000;
const PRUNE_BATCH = 500;
/** Steps in which the file is made smaller after each pruning: 64 MiB. */
const MOST_SHRINKS = 64;

export interface KeeperOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly guard: LeapGuard;
  readonly apps: readonly App[];
}

/** Runs what must happen later: expiries, silences and deadlines when they come due, retention now and then. */
export function createKeeper({ store, clock, log, guard, apps }: KeeperOptions): { stop(): Promise<void> } {
  let stopped = false;
  let at: Ms | null = null;
  let cancelTimer: () => void = () => {};
  let running: Promise<void> | null = null;
  let pruning: Promise<void> = Promise.resolve();

  const stopListening = store.onCommit((commit) => {
    if (commit.due !== null && (at === null || commit.due < at)) runAt(commit.due);
  });
  let cancelPrune = clock.after(PRUNE_EVERY, pruneSoon);
  runAt(clock.now());

  function runAt(moment: Ms): void {
    if (stopped) return;
    at = moment;
    cancelTimer();
    cancelTimer = clock.after(Math.min(LONGEST_WAIT, Math.max(0, moment - clock.now())), wake);
  }

  function wake(): void {
    if (stopped) return;
    if (running) {
      // What came due meanwhile may have been committed after this run looked.
      void running.then(wake);
      return;
    }
    running = run().finally(() => {
      running = null;
    });
  }

  async function run(): Promise<void> {
    at = null;
    const again = (moment: Ms) => {
      if (at === null || moment < at) runAt(moment);
    };
    if (!guard.trusted()) return again(clock.now() + RETRY);
    try {
      const found = await store.read(due, null);
      // Sent in one tick they are one commit, in which each stands or falls alone.
      await Promise.all(found.due.map(settle));
      again(found.next ?? clock.now() + LONGEST_WAIT);
    } catch (error) {
      log.error({ code: codeOf(error) }, 'what is due could not be done; trying again');
      again(clock.now() + RETRY);
    }
  }

  async function settle(one: Due): Promise<void> {
    try {
      if ((await store.write(settleDue, one)) === 'settled') return;
      log.debug({ ...one }, 'something due belongs to an app that is switched off; it waits a minute');
    } catch (error) {
      if (isTrouble(error)) throw error;
      log.error({ ...one, code: codeOf(error) }, 'something due could not be done; it waits a minute');
    }
    await store.write(postponeDue, { one, until: clock.now() + POSTPONED });
  }

  function pruneSoon(): void {
    pruning = pruneAll().finally(() => {
      if (!stopped) cancelPrune = clock.after(PRUNE_EVERY, pruneSoon);
    });
  }

  async function pruneAll(): Promise<void> {
    // What a wrong clock takes for old is gone for good.
    if (!guard.trusted()) return;
    try {
      for (const { table } of [...kernelRetention, ...apps.flatMap((app) => app.retention)]) {
        for (let deleted = PRUNE_BATCH; deleted >= PRUNE_BATCH;) {
          if (stopped) return;
          deleted = await store.write(prune, { table, limit: PRUNE_BATCH });
        }
      }
      await walk(trimLogs);
      await walk(pruneMailboxes);
      for (let step = 0, more = true; more && step < MOST_SHRINKS; step++) {
        if (stopped) return;
        more = await store.write(shrink, null);
      }
    } catch (error) {
      log.error({ code: codeOf(error) }, 'old rows could not be deleted');
    }
  }

  /** Over a whole table, a step in each commit. */
  async function walk<P>(step: Op<{ after: P | null }, P | null>): Promise<void> {
    let after: P | null = null;
    do {
      if (stopped) return;
      after = await store.write(step, { after });
    } while (after);
  }

  return {
    async stop() {
      stopped = true;
      cancelTimer();
      cancelPrune();
      stopListening();
      await Promise.all([running, pruning]);
    },
  };
}
