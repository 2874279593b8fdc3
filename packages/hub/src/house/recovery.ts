import type { Clock, Log, Op, Store } from '@posthouse/kernel';
import { sql } from 'kysely';

const EVERY = 2_000;

/** Writes what is there already: a commit like any other, which changes nothing. */
export const probeWrite: Op<null, void> = {
  name: 'hub.probe',
  async run(tx) {
    await sql`update meta set value = value where name = 'epoch'`.execute(tx.db());
  },
};

export interface RecoveryOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Pick<Store, 'write'>;
  /** The code with which the store refuses writes; null while it takes them. */
  readonly trouble: () => string | null;
}

/**
 * While the store refuses writes, asks it for one every two seconds: a hub that nobody writes to any more, because it is
 * not ready, hears in this way that there is room on its disk again. Damage does not pass.
 */
export function startRecovery({ clock, log, store, trouble }: RecoveryOptions): () => void {
  let told = false;
  let cancel = clock.after(EVERY, () => void turn());
  let stopped = false;

  async function turn(): Promise<void> {
    if (trouble() !== null) {
      if (!told)
        log.error({ code: trouble() }, 'the store refuses writes; it is asked again until it takes them');
      told = true;
      if (trouble() !== 'STORE_DAMAGED') await store.write(probeWrite, null).catch(() => {});
    }
    if (told && trouble() === null) {
      told = false;
      log.info({}, 'the store takes writes again');
    }
    if (!stopped) cancel = clock.after(EVERY, () => void turn());
  }

  return () => {
    stopped = true;
    cancel();
  };
}
