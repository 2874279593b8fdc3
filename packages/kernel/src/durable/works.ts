import type { Clock, Id, Log, Ms } from '../ports/base.ts';
import type { Commit, Store } from '../ports/store.ts';
import type { AnyWork } from '../ports/work.ts';
import type { LeapGuard } from './leap-guard.ts';
import type { Hands, RunEnd } from './run-work.ts';
import { codeOf, isTrouble } from './trouble.ts';
import * as ops from './work-ops.ts';
import type { Claim, Claimed } from './work-ops.ts';

/** How long a claim stands that is not renewed. The node renews, not the run: a loop that never yields keeps its claim. */
const LEASE: Ms = 30_000;
const LOOK: Ms = 5_000;
const RETRY: Ms = 1_000;
/** What a run that was told to stop has for returning; then its thread ends. */
const GRACE: Ms = 5_000;
/** What could not be ended by an app's own fault is tried again after this. */
const POSTPONED: Ms = 60_000;
/** Threads that may die at one checkpoint. */
const MOST_THREADS = 3;
/** Processes that may: they die for other reasons, too. */
const MOST_PROCESSES = 10;

/** A run that is under way. */
export interface Running {
  /** Sets the flag that the run looks at. */
  stop(): void;
  /** Ends its thread. */
  kill(): void;
  /** Never rejects. */
  readonly ended: Promise<RunEnd>;
}

/** Where runs happen: threads of the hub. */
export interface Runner {
  /** Runs at a time. */
  readonly places: number;
  begin(claimed: Claimed, save: Hands['save']): Running;
}

export interface WorksOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly guard: LeapGuard;
  readonly works: readonly AnyWork[];
  readonly runner: Runner;
  /** This process's name in claims; no two processes have the same. */
  readonly node: string;
}

/** The works that this node runs. */
export interface Works {
  /** Tells all runs to stop, ends the threads of those that have not after `within`, and gives the works back. */
  stop(within: Ms): Promise<void>;
}

interface Run {
  readonly claimed: Claimed;
  readonly running: Running;
  stopping: boolean;
  cancelKill(): void;
}

/** Claims what waits as far as there is room, sees each run to its end, and stops those that have lost their work. */
export async function createWorks(options: WorksOptions): Promise<Works> {
  const { store, clock, log, guard, runner, node } = options;
  const limits = new Map(options.works.map(({ name, limit }) => [name, limit]));
  const runs = new Map<Run, Promise<void>>();
  /** Fences raised while a claim is under way: it may bring home what they have ended. */
  const fences = new Map<Id, number>();
  let ending = false;
  let claiming: Promise<void> | null = null;
  let claimAgain = false;
  let cancelNext = () => {};

  await store.write(ops.bootWork, null);
  const stopListening = store.onCommit(follow);
  let cancelLook = clock.after(LOOK, look);
  claim();

  function follow({ wakes }: Commit): void {
    for (const wake of wakes) {
      if (!('work' in wake)) continue;
      if (wake.why === 'asked') claim();
      else fence(wake.id, wake.run);
    }
  }

  function fence(id: Id, below: number): void {
    if (claiming) fences.set(id, below);
    for (const run of runs.keys()) if (run.claimed.id === id && run.claimed.run < below) halt(run, GRACE);
  }

  /** Wake-ups are hints (K2): what one of them lost is found here. */
  function look(): void {
    claim();
    void renew().finally(() => {
      if (!ending) cancelLook = clock.after(LOOK, look);
    });
  }

  async function renew(): Promise<void> {
    const claims = [...runs.keys()].map((run) => claimOf(run.claimed));
    if (claims.length === 0) return;
    try {
      const lost = await store.write(ops.renewWork, { claims, until: clock.now() + LEASE });
      for (const { id, run } of lost) fence(id, run + 1);
    } catch (error) {
      log.warn({ code: codeOf(error) }, 'claims on works could not be renewed');
    }
  }

  /** Never two at once: a call meanwhile makes it look again. */
  function claim(): void {
    if (claiming) claimAgain = true;
    if (claiming || ending) return;
    claiming = fill()
      .catch((error: unknown) => {
        log.warn({ code: codeOf(error) }, 'works could not be claimed');
        claimAt(clock.now() + RETRY);
      })
      .finally(() => {
        claiming = null;
        fences.clear();
        // Asked between the last look and here.
        if (claimAgain) claim();
      });
  }

  async function fill(): Promise<void> {
    do {
      claimAgain = false;
      const kinds = roomByKind();
      const places = runner.places - runs.size;
      if (places <= 0 || Object.keys(kinds).length === 0) return;
      const until = clock.now() + LEASE;
      const room: ops.Room = { node, places, kinds, until, takeOver: guard.trusted() };
      const { claimed, next } = await store.write(ops.claimWork, room);
      for (const one of claimed) begin(one);
      claimAt(next);
    } while (claimAgain);
  }

  function roomByKind(): Record<string, number> {
    const room = new Map(limits);
    for (const { claimed } of runs.keys()) room.set(claimed.kind, room.get(claimed.kind)! - 1);
    return Object.fromEntries([...room].filter(([, free]) => free > 0));
  }

  function claimAt(next: Ms | null): void {
    cancelNext();
    if (next !== null && !ending) cancelNext = clock.after(Math.max(1, next - clock.now()), claim);
  }

  function begin(claimed: Claimed): void {
    const run: Run = {
      claimed,
      running: claimed.tries >= MOST_PROCESSES ? crashed(claimed) : runner.begin(claimed, saver(claimed)),
      stopping: false,
      cancelKill() {},
    };
    runs.set(
      run,
      seeToEnd(run).finally(() => {
        run.cancelKill();
        runs.delete(run);
        claim();
      }),
    );
    if (ending || claimed.run < (fences.get(claimed.id) ?? 0)) halt(run, GRACE);
  }

  function saver(claimed: Claimed): Hands['save'] {
    return (op, args, checkpoint) =>
      store.write(ops.saveWork, { ...claimOf(claimed), op, args, checkpoint, until: clock.now() + LEASE });
  }

  function halt(run: Run, grace: Ms): void {
    run.stopping = true;
    run.running.stop();
    run.cancelKill();
    run.cancelKill = clock.after(grace, () => run.running.kill());
  }

  async function seeToEnd(run: Run): Promise<void> {
    const end = await run.running.ended;
    run.cancelKill();
    report(run, end);
    try {
      await insist(() => conclude(run, end));
    } catch (error) {
      log.error({ ...about(run), code: codeOf(error) }, 'a work could not be ended; it waits a minute');
      await insist(() => release(run, POSTPONED)).catch(() => {});
    }
  }

  function report(run: Run, end: RunEnd): void {
    if (end.is === 'failed') {
      log.warn({ ...about(run), code: end.error.code, cause: end.cause }, 'a work failed');
    } else if (end.is === 'interrupted') {
      log.warn({ ...about(run), code: end.code }, 'a work was interrupted by the store; it goes on later');
    } else if (end.is === 'lost' && !run.stopping) {
      log.error({ ...about(run), cause: end.cause }, 'the thread of a work is gone');
    }
  }

  async function conclude(run: Run, end: RunEnd): Promise<void> {
    const claim = claimOf(run.claimed);
    switch (end.is) {
      case 'done':
        return store.write(ops.finishWork, claim);
      case 'failed':
        return store.write(ops.failWork, { ...claim, error: end.error });
      case 'stopped':
        return release(run, 0);
      case 'interrupted':
        return release(run, LOOK);
      case 'lost': {
        // Ended by us, because it did not stop.
        if (run.stopping) return release(run, 0);
        if ((await store.write(ops.loseWork, { ...claim, most: MOST_THREADS })) === 'waits') return;
        return store.write(ops.failWork, { ...claim, error: { code: 'KERNEL_WORK_CRASHED' } });
      }
    }
  }

  function release({ claimed }: Run, wait: Ms): Promise<void> {
    return store.write(ops.releaseWork, {
      ...claimOf(claimed),
      notBefore: wait === 0 ? 0 : clock.now() + wait,
    });
  }

  /** Until the store takes it: an end that is not written would be a run that never ends. */
  async function insist(write: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await write();
      } catch (error) {
        if (!isTrouble(error) || ending) throw error;
        await new Promise<void>((resolve) => void clock.after(RETRY, resolve));
      }
    }
  }

  return {
    async stop(within) {
      ending = true;
      cancelLook();
      cancelNext();
      await claiming;
      for (const run of runs.keys()) halt(run, within);
      await Promise.all(runs.values());
      stopListening();
    },
  };
}

const claimOf = ({ id, run }: Claimed): Claim => ({ id, run });
const about = ({ claimed: { kind, key } }: Run) => ({ kind, key });

/** No thread of this process is risked for it. */
function crashed({ tries }: Claimed): Running {
  const error = { code: 'KERNEL_WORK_CRASHED' };
  const cause = `${tries} processes died at one checkpoint`;
  return { stop() {}, kill() {}, ended: Promise.resolve({ is: 'failed', error, cause }) };
}
