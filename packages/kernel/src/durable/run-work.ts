import { CodedError, type Key } from '../ports/base.ts';
import type { Op } from '../ports/store.ts';
import type { AnyWork, Job, WorkFailure } from '../ports/work.ts';
import { isTrouble } from './trouble.ts';
import type { Claimed } from './work-ops.ts';

/** How a run ended, as its thread says it. */
export type RunEnd =
  | { readonly is: 'done' }
  /** `cause` is for the log. */
  | { readonly is: 'failed'; readonly error: WorkFailure; readonly cause: string }
  /** It was told to, or had lost its work. */
  | { readonly is: 'stopped' }
  /** The store was in trouble, which is no fault of the run. */
  | { readonly is: 'interrupted'; readonly code: string }
  /** Its thread is gone. */
  | { readonly is: 'lost'; readonly cause: string };

/** What a run has for hands; `save` is answered when the commit is on disk. */
export interface Hands {
  stopped(): boolean;
  save(op: string, args: unknown, checkpoint: unknown): Promise<void>;
  read<A, R>(op: Op<A, R>, args: A): Promise<R>;
}

/** Runs a work from its checkpoint on, in whatever thread this is. Never rejects. */
export async function runWork(work: AnyWork, claimed: Claimed, hands: Hands): Promise<RunEnd> {
  const job = new OneRun(claimed, hands);
  try {
    await work.run(job);
    await job.saved;
    // It may have returned because it was told to: what is left is not known to be done.
    return job.stopped() ? { is: 'stopped' } : { is: 'done' };
  } catch (error) {
    return job.stopped() ? { is: 'stopped' } : endBy(error);
  }
}

class OneRun implements Job<unknown> {
  readonly key: Key;
  readonly input: unknown;
  readonly checkpoint: unknown;
  /** The save under way. */
  saved: Promise<void> | null = null;
  readonly #hands: Hands;

  constructor({ key, input, checkpoint }: Claimed, hands: Hands) {
    this.key = key;
    this.input = input;
    this.checkpoint = checkpoint;
    this.#hands = hands;
  }

  stopped(): boolean {
    return this.#hands.stopped();
  }

  async save<A>(op: Op<A, unknown>, args: A, checkpoint: unknown): Promise<void> {
    // Were two under way, the first could be refused and the second one's checkpoint kept all the same.
    if (this.saved) throw new CodedError('KERNEL_INTERNAL', 'a save is under way');
    this.saved = this.#hands.save(op.name, args, checkpoint);
    try {
      await this.saved;
    } finally {
      this.saved = null;
    }
  }

  read<A, R>(op: Op<A, R>, args: A): Promise<R> {
    return this.#hands.read(op, args);
  }
}

function endBy(error: unknown): RunEnd {
  if (isTrouble(error)) return { is: 'interrupted', code: error.code };
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (!(error instanceof CodedError)) return { is: 'failed', error: { code: 'KERNEL_INTERNAL' }, cause };
  if (error.code === 'KERNEL_WORK_SUPERSEDED') return { is: 'stopped' };
  const { code, detail } = error;
  return { is: 'failed', error: { code, ...(detail !== undefined && { detail }) }, cause };
}
