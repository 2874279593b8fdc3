import type { Commit, Ms, OpCall } from '@posthouse/kernel';
import type { Answer, Failure } from './answer.ts';
import type { Synchronous } from './open-database.ts';

/** Where both threads find the apps: the module's `defineApps(config)` gives them, from plain data. */
export interface AppsModule {
  readonly module: string;
  readonly config: unknown;
}

/** What a thread is started with. */
export interface ThreadData {
  readonly folder: string;
  readonly apps: AppsModule;
  readonly now: Ms;
  readonly synchronous: Synchronous;
  readonly slowCommit: Ms;
}

/** The calls of one tick, or the wish to end after all that came before. */
export type ToThread = { readonly calls: readonly OpCall[] } | { readonly close: true };

/** A thread has opened what it needs. The reader knows no epoch. */
export interface Ready {
  readonly epoch: string | null;
}

/** Answers come in the order of the calls, so that nothing needs a number. */
export type FromThread =
  | { readonly ready: Ready }
  | { readonly refused: Failure }
  | { readonly answers: readonly Answer[]; readonly commit: Commit | null };
