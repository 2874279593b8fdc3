import type { Clock, Id, Key, Log, Ms } from '../ports/base.ts';
import type { Fact, Holder, Lease, Mailbox, Mailboxes } from '../ports/mailbox.ts';
import type { BoxWake, Commit, Store } from '../ports/store.ts';
import type { LeapGuard } from './leap-guard.ts';
import { Line, type LineContext } from './line.ts';
import { boot } from './keeping-ops.ts';
import { evidence, lineOf } from './mailbox-ops.ts';
import { createOutcomes } from './outcomes.ts';

const PROBE: Ms = 2_000;
const HEAD_CHECK: Ms = 15_000;

export interface MailboxesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly guard: LeapGuard;
  /** This process's name in lease rows. */
  readonly node: string;
}

type AnyLine = Line<never>;

/** What the process that runs the mailboxes has of them besides. */
interface Running {
  /** What each peer holds now, as `box key`, by the peer's id. */
  holdings(): ReadonlyMap<string, readonly string[]>;
  /** Nothing more is offered; resolves when what holders have begun is over, or after `within`. */
  rest(within: Ms): Promise<void>;
  /** Releases every lease. */
  stop(): Promise<void>;
}

/** The main thread's side of the mailboxes: who holds what, and what is offered to whom. */
export async function createMailboxes(options: MailboxesOptions): Promise<Mailboxes & Running> {
  const { store, clock, guard, log, node } = options;
  const context: LineContext = { store, clock, guard, log, unreturned: new Set() };
  const lines = new Map<string, AnyLine>();
  const outcomes = createOutcomes(store, clock);
  /** Holds of one key follow each other, so that two newcomers cannot both win. */
  const turns = new Map<string, Promise<unknown>>();

  await store.write(boot, null);
  const stopListening = store.onCommit(follow);
  let cancelHeadCheck = clock.after(HEAD_CHECK, checkHeads);
  let resting = false;

  function follow({ wakes }: Commit): void {
    for (const wake of wakes) {
      if ('work' in wake) continue;
      try {
        wakeUp(wake);
      } catch (error) {
        // One holder's fault: the other wake-ups of the commit, and its callers, are still owed.
        log.error(
          { box: wake.box, key: wake.key, error: String(error) },
          'a holder failed to hear a wake-up',
        );
      }
    }
  }

  function wakeUp(wake: BoxWake): void {
    const line = lines.get(nameOf(wake.box, wake.key));
    if (wake.why === 'posted') {
      line?.pump();
      return;
    }
    line?.forget(wake.item);
    if (wake.skipped) line?.holder.skipped?.(wake.skipped.seq, wake.skipped.how);
    outcomes.look(wake.item);
  }

  /** Wake-ups are hints (K2): what one of them lost is found here. */
  function checkHeads(): void {
    for (const line of lines.values()) line.pump();
    for (const line of context.unreturned) line.giveBack().catch(() => {});
    cancelHeadCheck = clock.after(HEAD_CHECK, checkHeads);
  }

  async function inTurn<T>(name: string, run: () => Promise<T>): Promise<T> {
    const before = turns.get(name) ?? Promise.resolve();
    const mine = before.then(run, run);
    turns.set(name, mine);
    try {
      return await mine;
    } finally {
      if (turns.get(name) === mine) turns.delete(name);
    }
  }

  async function yields<B>(box: Mailbox<B>, incumbent: AnyLine): Promise<boolean> {
    switch (box.rival) {
      case 'newest':
        return true;
      case 'first':
        return false;
      case 'probe':
        return !(await answersIn(PROBE, incumbent));
    }
  }

  function answersIn(wait: Ms, incumbent: AnyLine): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = clock.after(wait, () => resolve(false));
      const answer = (alive: boolean) => {
        cancel();
        resolve(alive);
      };
      incumbent.holder.alive().then(answer, () => answer(false));
    });
  }

  async function hold<B>(box: Mailbox<B>, key: Key, holder: Holder<B>): Promise<Lease | 'conflict'> {
    const name = nameOf(box.name, key);
    return inTurn(name, async () => {
      const incumbent = lines.get(name);
      if (incumbent && !(await yields(box, incumbent))) return 'conflict';
      // The incumbent keeps the key when the new lease cannot be written.
      const line = await Line.begin(context, box, key, holder, node, () => {
        if (lines.get(name) === (line as AnyLine)) lines.delete(name);
      });
      incumbent?.end();
      lines.set(name, line);
      if (resting) void line.finish();
      else line.pump();
      return line;
    });
  }

  return {
    hold,
    held: (box, key) => lines.has(nameOf(box, key)),
    async dismiss(box, key) {
      await lines.get(nameOf(box, key))?.release();
    },
    lineOf: (item) => store.read(lineOf, { item }),
    evidence: (item, report) => store.write(evidence, { item, report }),
    settled: (item: Id, within: Ms): Promise<Extract<Fact, { is: 'over' }> | 'pending'> =>
      outcomes.settled(item, within),
    holdings() {
      const held = new Map<string, string[]>();
      for (const [name, { holder }] of lines) {
        if (holder.peer === undefined) continue;
        const known = held.get(holder.peer);
        if (known) known.push(name);
        else held.set(holder.peer, [name]);
      }
      return held;
    },
    rest(within) {
      resting = true;
      const { promise: tooLong, resolve } = Promise.withResolvers<void>();
      const cancel = clock.after(within, resolve);
      const finished = Promise.all([...lines.values()].map((line) => line.finish()));
      return Promise.race([finished.then(cancel), tooLong]);
    },
    async stop() {
      cancelHeadCheck();
      stopListening();
      await Promise.all([...lines.values()].map((line) => line.release()));
    },
  };
}

function nameOf(box: string, key: Key): string {
  return `${box} ${key}`;
}
