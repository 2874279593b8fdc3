import type { Kysely } from 'kysely';
import type { Id, Ms } from '../ports/base.ts';
import type { Dialect } from '../ports/app.ts';
import type { Once, Publication, Wake } from '../ports/store.ts';

/** A cell as both engines take and give it. */
export type Cell = string | number | null | Uint8Array;

/**
 * What a store adapter gives to `runCall`: one open transaction. SQL is written once for both engines, with `?`
 * for parameters; an adapter prepares each text once. Answers may be plain values: an adapter that needs no
 * waiting need not pay for it.
 */
export interface Connection {
  readonly dialect: Dialect;
  /** Kysely on this same transaction; marks the connection `dirty` on every statement but a select. */
  readonly db: Kysely<unknown>;
  all<R>(sql: string, cells: readonly Cell[]): R[] | Promise<R[]>;
  /** Rows changed. Marks the connection `dirty`. */
  run(sql: string, cells: readonly Cell[]): number | Promise<number>;
  /** An id of `table` that no other row has or will have. */
  nextId(table: string): Id | Promise<Id>;
  /** Whether anything was written since the adapter last set it to false. */
  dirty: boolean;
}

/** One request to a store, as it crosses the thread boundary. */
export interface OpCall {
  readonly op: string;
  readonly args: unknown;
  readonly now: Ms;
  readonly once?: Once;
}

/** What a call gave and caused. */
export interface Outcome {
  readonly value: unknown;
  readonly replayed: boolean;
  readonly wakes: readonly Wake[];
  /** The earliest new moment for `kernel.due`, or null. */
  readonly due: Ms | null;
  readonly publications: readonly Publication[];
}
