import type { Job, Op } from '@posthouse/kernel';
import type { createResultOps, Part, Piece } from '../store/results.ts';
import type { DedupInput } from './dedup-work.ts';
import { ROWS, rowsOf } from './pieces.ts';

/** Which group of the plan comes next; null while the plan is still being written. */
export interface Checkpoint {
  readonly next: number | null;
}

/** Groups of one commit, and the questions compared since the last: about 100 ms of work, that a cut would repeat. */
const GROUPS = 16;
const QUESTIONS = 2_000;

/**
 * Stores what is found, several small groups in one commit: a bank may have a thousand groups of three questions, and
 * each commit waits for the disk. One commit is under way while the next groups are compared.
 */
export function createSaving(
  job: Job<DedupInput>,
  { keep, progress }: Pick<ReturnType<typeof createResultOps>, 'keep' | 'progress'>,
) {
  const { task } = job.input;
  let pieces: Piece[] = [];
  let [questions, rows] = [0, 0];
  /** Of the group in work. */
  let told = 0;
  let underWay: Promise<void> = Promise.resolve();

  async function save<A>(op: Op<A, void>, args: A, next: number): Promise<void> {
    await underWay;
    if (job.stopped()) return;
    underWay = job.save(op, args, { next } satisfies Checkpoint);
    // Told where it is awaited.
    underWay.catch(() => {});
  }

  async function flush(): Promise<void> {
    const last = pieces.at(-1);
    if (!last) return;
    const kept = { task, pieces };
    pieces = [];
    [questions, rows] = [0, 0];
    await save(keep, kept, last.part.n + (last.counts ? 1 : 0));
  }

  return {
    /** Which share of the group in work is done: said once for so many questions as are worth a commit. */
    async reach(part: Part, share: number): Promise<void> {
      if ((share - told) * part.questions < QUESTIONS) return;
      told = share;
      // The checkpoint is this group: what is found in those before must be on disk.
      await flush();
      await save(progress, { task, part, share }, part.n);
    },
    /** Stores what is left; resolves when all is stored, also what was under way as the job was stopped. */
    async end(): Promise<void> {
      await flush();
      await underWay;
    },
    /** The pieces of one group, in order. */
    async add(part: Part, found: readonly Piece[]): Promise<void> {
      questions += part.questions;
      told = 0;
      for (const piece of found) {
        if (job.stopped()) return;
        pieces.push(piece);
        rows += rowsOf(piece);
        if (pieces.length >= GROUPS || questions >= QUESTIONS || rows >= ROWS) await flush();
      }
    },
  };
}

export type Saving = ReturnType<typeof createSaving>;
