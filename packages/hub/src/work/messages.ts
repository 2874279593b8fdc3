import type { Claimed, RunEnd } from '@posthouse/kernel';

/** What a thread is started with: all of it plain data or shared memory. */
export interface ThreadData {
  readonly folder: string;
  /** The module whose `defineApps(config)` gives the apps, in this thread as in every other (K2). */
  readonly apps: { readonly module: string; readonly config: unknown };
  /** One number: not 0 while the run is to stop. */
  readonly flag: SharedArrayBuffer;
}

/** `refused` is null when the save is on disk. */
export type ToThread =
  | { readonly run: Claimed }
  | { readonly refused: { readonly code: string; readonly detail?: unknown } | null };

/** A thread runs one work at a time, and a run saves one thing at a time: nothing needs a number. */
export type FromThread =
  | { readonly save: { readonly op: string; readonly args: unknown; readonly checkpoint: unknown } }
  | { readonly ended: RunEnd };
