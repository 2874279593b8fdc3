import type { Kysely } from 'kysely';
import type { Ending, Mailbox, Post } from './mailbox.ts';
import type { Id, Key, Ms } from './base.ts';
import type { Room } from './room.ts';
import type { AnyWork, Work, WorkStart, WorkStop } from './work.ts';

/**
 * One transaction, known by name on both sides of the thread boundary. `run` touches `tx` only and may run
 * twice (K2): no clock, no I/O, no state captured from outside. A refusal is returned before the first write.
 */
export interface Op<A, R> {
  readonly name: string;
  run(tx: Tx, args: A): Promise<R>;
}

/** Any op, as a registry holds it. */
export type AnyOp = Op<unknown, unknown>;

/** Makes a repeated request harmless: the same key and fingerprint give the first answer again. */
export interface Once {
  readonly scope: string;
  readonly key: string;
  readonly fingerprint: string;
}

export interface Store {
  /** Resolves when the commit is on disk (K1); rejects with a `CodedError`. */
  write<A, R>(op: Op<A, R>, args: A): Promise<R>;
  /** As `write`, under `tx.idempotent`: `replayed` says that the answer is the stored one. */
  once<A, R>(op: Op<A, R>, args: A, once: Once): Promise<{ value: R; replayed: boolean }>;
  /** Reads a snapshot that holds every write resolved before the call. */
  read<A, R>(op: Op<A, R>, args: A): Promise<R>;
  /** What commits caused, in commit order, after they are on disk. The returned function stops listening. */
  onCommit(listener: (commit: Commit) => void): () => void;
  /** Changes when a backup is restored: part of every position and item id on the wire. */
  readonly epoch: string;
  close(): Promise<void>;
}

/** What one commit wants said after it. All of it is a hint: a lost one is found by a periodic head check. */
export interface Commit {
  /** The commit's number, growing by one. */
  readonly at: number;
  readonly wakes: readonly Wake[];
  /** The earliest moment at which `kernel.due` has something to do, or null. */
  readonly due: Ms | null;
  readonly publications: readonly Publication[];
}

export type Wake = BoxWake | WorkWake;

/** A mailbox whose rows changed, and how that concerns its holder. */
export type BoxWake =
  | { readonly box: string; readonly key: Key; readonly why: 'posted' }
  | {
      readonly box: string;
      readonly key: Key;
      readonly why: 'revoked' | 'over';
      readonly item: Id;
      /** The item ended before anybody had begun it (K6). */
      readonly skipped?: { readonly seq: number; readonly how: Ending };
    };

/** A work that waits to be run, or whose runs numbered below `run` have lost it. */
export type WorkWake =
  | { readonly work: string; readonly key: Key; readonly why: 'asked' }
  | {
      readonly work: string;
      readonly key: Key;
      readonly why: 'stopped';
      readonly id: Id;
      readonly run: number;
    };

/** A message for a room. `seq` is its place in a durable log and absent otherwise. */
export interface Publication {
  readonly room: string;
  readonly key: Key;
  readonly message: unknown;
  readonly seq?: number;
}

/** What an op may do. Everything it causes is a row of its own commit. */
export interface Tx {
  /** The moment of the call; the same when the op runs again. */
  readonly now: Ms;
  /** The number of the newest commit this transaction sees (for room snapshots). */
  at(): Promise<number>;
  /** Kysely over this app's tables. */
  db<T>(): Kysely<T>;
  /** Holds the row until the commit (FOR UPDATE; SQLite's single writer needs nothing). */
  lock(table: string, id: Id | Key): Promise<void>;
  /**
   * Runs `make` once per scope and key; a refusal does not use the key up. The same key with another fingerprint
   * throws KERNEL_KEY_REUSED.
   */
  idempotent<T>(
    scope: string,
    key: string,
    fingerprint: string,
    make: () => Promise<T>,
  ): Promise<{ first: boolean; value: T }>;
  /** Throws KERNEL_MAILBOX_FULL or KERNEL_REF_TAKEN at the op's end (then nothing of the op is kept). */
  post<B>(box: Mailbox<B>, key: Key, body: B, how: Post): Promise<Id>;
  /** Takes back what nobody has begun. `ref` is the one given to `post`. */
  revoke<B>(box: Mailbox<B>, key: Key, ref: string): Promise<'revoked' | 'started' | 'over'>;
  /** A person gives up on a started or taken item: it ends unknown. */
  abandon(item: Id): Promise<void>;
  /** A durable log's message is in this commit; any other is sent after it. */
  publish<M>(room: Room<M>, key: Key, message: M): Promise<void>;
  /** One deadline per entity: replaces the last; null cancels. Ends in `App.deadline`. */
  deadline(entity: Key, at: Ms | null): Promise<void>;
  /**
   * Asks for a work: one per kind and key. A stopped one goes on where it was, with the input that it began with; one
   * that waits or runs is left alone. `from: 'start'` begins anew with this input, whatever it was doing. Throws
   * KERNEL_WORK_FULL.
   */
  work<I>(kind: Work<I>, key: Key, input: I, start?: WorkStart): Promise<void>;
  /** Ends a work, if there is one: from this commit on its run can save nothing more. */
  stop(kind: string | AnyWork, key: Key, stays: WorkStop): Promise<void>;
}
