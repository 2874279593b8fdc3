import type { Clock, Log, Ms, Store } from '@posthouse/kernel';
import { recordDeeds, type Deed } from './ops/audit.ts';

/** Writes down deeds that have no op of their own in access: requests of every app. */
export interface Trail {
  add(deed: Deed): void;
  /** Writes what is left. */
  stop(): Promise<void>;
}

export interface TrailOptions {
  readonly store: Pick<Store, 'write'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Together every second, so that a busy back-end costs one commit, not one per request. */
const SPAN: Ms = 1_000;
const AT_ONCE = 500;
/** Deeds that may wait; of what does not fit the number is kept. */
const BOUND = 10_000;

/** What a power cut takes is at most the last second; the deeds themselves are in their own tables. */
export function createTrail({ store, clock, log }: TrailOptions): Trail {
  let waiting: Deed[] = [];
  let dropped = 0;
  let cancel: (() => void) | null = null;

  async function flush(): Promise<void> {
    cancel = null;
    const deeds = waiting;
    waiting = [];
    if (dropped > 0) {
      log.warn({ dropped }, 'more was done than the audit log could take');
      deeds.push({ by: HUB, action: 'audit_dropped', about: 'audit', detail: { dropped } });
      dropped = 0;
    }
    for (let from = 0; from < deeds.length; from += AT_ONCE) {
      await store
        .write(recordDeeds, deeds.slice(from, from + AT_ONCE))
        .catch((error: unknown) =>
          log.error({ error: String(error) }, 'deeds could not be written to the audit log'),
        );
    }
  }

  return {
    add(deed) {
      if (waiting.length >= BOUND) dropped++;
      else waiting.push({ at: clock.now(), ...deed });
      cancel ??= clock.after(SPAN, () => void flush());
    },
    async stop() {
      cancel?.();
      await flush();
    },
  };
}

const HUB = { id: 'hub', name: 'hub', address: '', agent: '' };
