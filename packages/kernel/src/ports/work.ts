import type { Key } from './base.ts';
import type { Op, Tx } from './store.ts';

/**
 * Something that takes long and burns CPU: run in a thread of its own, claimed by one node at a time, continued from
 * its last checkpoint after a crash, a pause or a takeover. `Tx.work` asks for it, `Tx.stop` ends it.
 */
export interface Work<I> {
  readonly name: string;
  /** How many of this kind run at once on a node; the rest wait in the order in which they were asked for. */
  readonly limit: number;
  /** Runs in a worker thread; resolves when there is nothing left to do. May be entered again at any checkpoint. */
  run(job: Job<I>): Promise<void>;
  /** In the transaction that ends the work: all of it is done. */
  done(tx: Tx, key: Key): Promise<void>;
  /** In the transaction that ends the work: `run` threw, or its thread died three times at one checkpoint. */
  failed(tx: Tx, key: Key, error: WorkFailure): Promise<void>;
}

/** Any work, as a registry holds it. */
export type AnyWork = Work<unknown>;

/** Why a run failed: a registry's code, or KERNEL_INTERNAL for anything else (its text is in the log, not here). */
export interface WorkFailure {
  readonly code: string;
  readonly detail?: unknown;
}

/** One run of a work, from a checkpoint on. */
export interface Job<I> {
  readonly key: Key;
  readonly input: I;
  /** What the last `save` left; undefined at the first run and after `from: 'start'`. */
  readonly checkpoint: unknown;
  /** A shared flag, seen within 100 ms also by a loop that never yields: finish nothing, return. */
  stopped(): boolean;
  /**
   * `op` and the new checkpoint in one commit, and only if this run still owns the work: after a pause, a cancel or a
   * takeover it throws KERNEL_WORK_SUPERSEDED and nothing of the op is kept. What the op publishes leaves with it. A
   * refusal by the op throws its code. One at a time: await it before the next.
   */
  save<A>(op: Op<A, unknown>, args: A, checkpoint: unknown): Promise<void>;
  /** Reads in the worker's own connection: big results do not pass through the main thread. */
  read<A, R>(op: Op<A, R>, args: A): Promise<R>;
}

/** Where a work begins when it is asked for again: where it was stopped (`checkpoint`, the default) or anew. */
export interface WorkStart {
  readonly from?: 'checkpoint' | 'start';
}

/** What stays of a work that is stopped: its checkpoint (a pause) or nothing (a cancel). */
export type WorkStop = 'keep' | 'drop';
