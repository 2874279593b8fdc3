import type { Job } from '@posthouse/kernel';
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
  { keep }: Pick<ReturnType<typeof createResultOps>, 'keep'>,
) {
  const { task } = job.input;
  let pieces: Piece[] = [];
  let [questions, rows] = [0, 0];
  let underWay: Promise<void> = Promise.resolve();

  async function flush(): Promise<void> {
    await underWay;
    const last = pieces.at(-1);
    if (!last || job.stopped()) return;
    const next = last.part.n + (last.counts ? 1 : 0);
    underWay = job.save(keep, { task, pieces }, { next } satisfies Checkpoint);
    // Told where it is awaited.
    underWay.catch(() => {});
    pieces = [];
    [questions, rows] = [0, 0];
  }

  return {
    /** Stores what is left; resolves when all is stored, also what was under way as the job was stopped. */
    async end(): Promise<void> {
      await flush();
      await underWay;
    },
    /** The pieces of one group, in order. */
    async add(part: Part, found: readonly Piece[]): Promise<void> {
      questions += part.questions;
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
