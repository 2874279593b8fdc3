import type { Clock, CodedError, Commit, Ms, OpCall, Op, Once, Store } from '@posthouse/kernel';
import type { ThreadData } from './messages.ts';
import type { Synchronous } from './open-database.ts';
import { StoreThread } from './store-thread.ts';

/** Calls in hand; beyond it the caller is refused, so that a slow disk cannot fill the memory. */
const MOST_WRITES = 20_000;
const MOST_READS = 20_000;

export interface SqliteOptions {
  /** The data folder; made if absent. */
  readonly folder: string;
  readonly clock: Pick<Clock, 'now'>;
  /** Both threads import `module` and call its `defineApps(config)`; `config` is plain data. */
  readonly apps: { readonly module: URL; readonly config: unknown };
  /** A thread died: every later call is refused, and only a new process helps. */
  readonly onFailure?: (error: CodedError) => void;
  /** FULL. NORMAL loses acknowledged writes with the power; for the test that shows it. */
  readonly synchronous?: Synchronous;
  /** Makes every commit wait this long in the writer thread, as a slow disk would. */
  readonly slowCommit?: Ms;
}

/**
 * Opens the store of a data folder: a writer thread that commits in groups and a reader thread. SQLite is never
 * loaded by the calling thread. Rejects with STORE_FOLDER_IN_USE, STORE_FOLDER_UNWRITABLE or STORE_SCHEMA_NEWER.
 */
export async function openSqlite(options: SqliteOptions): Promise<Store> {
  const { folder, clock, apps, onFailure = () => {}, synchronous = 'FULL', slowCommit = 0 } = options;
  const listeners = new Set<(commit: Commit) => void>();
  const data: ThreadData = {
    folder,
    apps: { module: apps.module.href, config: apps.config },
    now: clock.now(),
    synchronous,
    slowCommit,
  };
  const hears = {
    onCommit(commit: Commit) {
      for (const listener of listeners) listener(commit);
    },
    onFailure,
  };
  const writer = new StoreThread({
    ...hears,
    name: 'store-writer',
    module: fileOf('writer-thread'),
    data,
    bound: MOST_WRITES,
  });
  const reader = new StoreThread({
    ...hears,
    name: 'store-reader',
    module: fileOf('reader-thread'),
    data,
    bound: MOST_READS,
  });
  try {
    const [{ epoch }] = await Promise.all([writer.ready, reader.ready]);
    return new ThreadedStore({ writer, reader, clock, listeners, epoch: epoch! });
  } catch (error) {
    await Promise.all([writer.terminate(), reader.terminate()]);
    throw error;
  }
}

/** A thread's file has the suffix of this one: it runs as it is in the repository, and as built in a package. */
function fileOf(name: string): URL {
  return new URL(`./${name}.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);
}

interface Parts {
  readonly writer: StoreThread;
  readonly reader: StoreThread;
  readonly clock: Pick<Clock, 'now'>;
  readonly listeners: Set<(commit: Commit) => void>;
  readonly epoch: string;
}

class ThreadedStore implements Store {
  readonly epoch: string;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.epoch = parts.epoch;
  }

  async write<A, R>(op: Op<A, R>, args: A): Promise<R> {
    const { value } = await this.#parts.writer.call(this.#callOf(op.name, args));
    return value as R;
  }

  async once<A, R>(op: Op<A, R>, args: A, once: Once): Promise<{ value: R; replayed: boolean }> {
    const { value, replayed } = await this.#parts.writer.call({ ...this.#callOf(op.name, args), once });
    return { value: value as R, replayed };
  }

  async read<A, R>(op: Op<A, R>, args: A): Promise<R> {
    const { value } = await this.#parts.reader.call(this.#callOf(op.name, args));
    return value as R;
  }

  onCommit(listener: (commit: Commit) => void): () => void {
    this.#parts.listeners.add(listener);
    return () => this.#parts.listeners.delete(listener);
  }

  /** The reader goes first: the last connection to close folds the log back into the file. */
  async close(): Promise<void> {
    this.#parts.writer.refuseCalls();
    await this.#parts.reader.close();
    await this.#parts.writer.close();
  }

  #callOf(op: string, args: unknown): OpCall {
    return { op, args, now: this.#parts.clock.now() };
  }
}
