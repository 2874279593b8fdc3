import { randomUUID } from 'node:crypto';
import { availableParallelism, hostname } from 'node:os';
import {
  createWorks,
  type AnyWork,
  type Clock,
  type LeapGuard,
  type Log,
  type Store,
} from '@posthouse/kernel';
import { createPool } from './pool.ts';

export interface WorksOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly guard: LeapGuard;
  readonly works: readonly AnyWork[];
  /** The data folder of the store. */
  readonly folder: string;
  /** What the threads import, as the store's do. */
  readonly apps: { readonly module: URL; readonly config: unknown };
  /** Threads; 0: one processor is left to the doors and the stores. */
  readonly threads: number;
  /** MiB of objects per thread. */
  readonly memory: number;
}

/** Begins to run what the apps have asked for. The returned function gives it all back within a time. */
export async function startWorks(options: WorksOptions): Promise<(within: number) => Promise<void>> {
  const { store, clock, log, guard, works, folder, apps, threads, memory } = options;
  const pool = createPool({
    places: threads > 0 ? threads : Math.max(1, availableParallelism() - 1),
    clock,
    folder,
    apps: { module: apps.module.href, config: apps.config },
    memory,
  });
  const node = `${hostname()} ${randomUUID()}`;
  const running = await createWorks({ store, clock, log, guard, works, runner: pool, node });
  return async (within) => {
    await running.stop(within);
    await pool.close();
  };
}
