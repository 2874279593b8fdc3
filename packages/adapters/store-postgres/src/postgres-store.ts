import {
  advanceCommit,
  CodedError,
  runCall,
  type Catalog,
  type Clock,
  type Commit,
  type Once,
  type Op,
  type OpCall,
  type Outcome,
  type Random,
  type Store,
} from '@posthouse/kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { CommitLine } from './commit-line.ts';
import { codedError, mayTryAgain, unavailable } from './errors.ts';
import { PostgresConnection } from './postgres-connection.ts';

const MOST_CALLS = 20_000;
const MOST_TRIES = 8;
/** Milliseconds; the wait before a retry is spread over this, doubled each time. */
const FIRST_WAIT = 5;

export interface PostgresStoreOptions {
  readonly pool: Pool;
  readonly catalog: Catalog;
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Random;
  readonly epoch: string;
}

/** One transaction per call. Rows that an op reads and writes back are locked by the op (`Tx.lock`). */
export class PostgresStore implements Store {
  readonly epoch: string;
  readonly #options: PostgresStoreOptions;
  readonly #connections = new WeakMap<PoolClient, PostgresConnection>();
  readonly #listeners = new Set<(commit: Commit) => void>();
  readonly #line: CommitLine;
  readonly #inHand = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined;

  constructor(options: PostgresStoreOptions) {
    this.#options = options;
    this.epoch = options.epoch;
    this.#line = new CommitLine((commit) => {
      for (const listener of this.#listeners) listener(commit);
    });
  }

  async write<A, R>(op: Op<A, R>, args: A): Promise<R> {
    const { value } = await this.#take(op.name, args, (call) => this.#write(call));
    return value as R;
  }

  async once<A, R>(op: Op<A, R>, args: A, once: Once): Promise<{ value: R; replayed: boolean }> {
    const { value, replayed } = await this.#take(op.name, args, (call) => this.#write({ ...call, once }));
    return { value: value as R, replayed };
  }

  async read<A, R>(op: Op<A, R>, args: A): Promise<R> {
    const { value } = await this.#take(op.name, args, (call) => this.#read(call));
    return value as R;
  }

  onCommit(listener: (commit: Commit) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): Promise<void> {
    this.#closing ??= Promise.allSettled(this.#inHand).then(() => this.#options.pool.end());
    return this.#closing;
  }

  /** Cloned as between threads, so that an op gives the same on every store. */
  async #take(op: string, args: unknown, run: (call: OpCall) => Promise<Outcome>): Promise<Outcome> {
    if (this.#closing) throw new CodedError('KERNEL_STORE_UNAVAILABLE', { reason: 'closed' });
    if (this.#inHand.size >= MOST_CALLS) throw new CodedError('STORE_QUEUE_FULL', { bound: MOST_CALLS });
    const now = this.#options.clock.now();
    const running = this.#withRetries(async () => run({ op, args: structuredClone(args), now }));
    this.#inHand.add(running);
    try {
      const outcome = await running;
      return { ...outcome, value: structuredClone(outcome.value) };
    } catch (error) {
      throw codedError(error);
    } finally {
      this.#inHand.delete(running);
    }
  }

  async #withRetries<T>(run: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await run();
      } catch (error) {
        if (!mayTryAgain(error) || tries >= MOST_TRIES) throw error;
        await sleep(this.#options.random() * FIRST_WAIT * 2 ** tries);
      }
    }
  }

  #read(call: OpCall): Promise<Outcome> {
    return this.#transaction('begin isolation level repeatable read read only', async (connection) => {
      const outcome = await runCall(connection, this.#options.catalog, call);
      await connection.client.query('rollback');
      return outcome;
    });
  }

  #write(call: OpCall): Promise<Outcome> {
    return this.#transaction('begin isolation level read committed', async (connection) => {
      const outcome = await runCall(connection, this.#options.catalog, call);
      if (connection.dirty || hasWords(outcome)) await this.#commit(connection, outcome);
      else await connection.client.query('rollback');
      return outcome;
    });
  }

  async #commit(connection: PostgresConnection, { wakes, due, publications }: Outcome): Promise<void> {
    const at = await advanceCommit(connection);
    const fill = this.#line.enter();
    try {
      await connection.client.query('commit');
    } catch (error) {
      void fill(null);
      // Only the server can say that nothing happened.
      throw mayTryAgain(error) ? error : unavailable(error);
    }
    await fill({ at, wakes, due, publications });
  }

  async #transaction<T>(begin: string, run: (connection: PostgresConnection) => Promise<T>): Promise<T> {
    const client = await this.#options.pool.connect();
    let broken = false;
    try {
      await client.query(begin);
      const connection = this.#connectionOf(client);
      connection.dirty = false;
      return await run(connection);
    } catch (error) {
      await client.query('rollback').catch(() => {
        broken = true;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  #connectionOf(client: PoolClient): PostgresConnection {
    let connection = this.#connections.get(client);
    if (!connection) this.#connections.set(client, (connection = new PostgresConnection(client)));
    return connection;
  }
}

function hasWords({ wakes, due, publications }: Outcome): boolean {
  return wakes.length > 0 || publications.length > 0 || due !== null;
}
