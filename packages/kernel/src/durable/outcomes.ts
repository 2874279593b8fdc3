import type { Clock, Id, Ms } from '../ports/base.ts';
import type { Fact } from '../ports/mailbox.ts';
import type { Store } from '../ports/store.ts';
import { outcome } from './mailbox-ops.ts';

type Over = Extract<Fact, { is: 'over' }>;

/** Callers that may wait at once; one more is told `pending` right away. */
const MOST_WAITING = 10_000;

/** Lets callers wait until an item is over. */
export function createOutcomes(store: Store, clock: Clock) {
  const waiting = new Map<Id, Set<() => void>>();
  let count = 0;

  async function read(item: Id): Promise<Over | undefined> {
    const found = await store.read(outcome, { item });
    return found ? { is: 'over', ...found } : undefined;
  }

  async function settled(item: Id, within: Ms): Promise<Over | 'pending'> {
    // Listen first, then look: what ends between the two is heard.
    const woken = count < MOST_WAITING ? wait(item, within) : undefined;
    const over = await read(item);
    if (over) {
      woken?.cancel();
      return over;
    }
    let left = woken;
    while (left && (await left.heard)) {
      const later = await read(item);
      if (later) return later;
      left = wait(item, left.remaining());
    }
    return 'pending';
  }

  function wait(item: Id, within: Ms) {
    const until = clock.mono() + within;
    const { promise: heard, resolve } = Promise.withResolvers<boolean>();
    const listeners = waiting.get(item) ?? new Set();
    waiting.set(item, listeners);
    const finish = (answer: boolean) => {
      if (!listeners.delete(wake)) return;
      count--;
      if (listeners.size === 0 && waiting.get(item) === listeners) waiting.delete(item);
      cancelTimer();
      resolve(answer);
    };
    const wake = () => finish(true);
    const cancelTimer = clock.after(Math.max(0, within), () => finish(false));
    listeners.add(wake);
    count++;
    return { heard, cancel: () => finish(false), remaining: () => until - clock.mono() };
  }

  return {
    settled,
    /** Something happened to the item: whoever waits for it looks. */
    look(item: Id): void {
      waiting.get(item)?.forEach((wake) => wake());
    },
  };
}
