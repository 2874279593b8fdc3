import { isRefusal, type Id, type Job, type Key, type Tx, type Work } from '@posthouse/kernel';
import { decideTask } from '../rules.ts';
import { changeTask, findTask } from '../store/task-rows.ts';
import type { Tell } from '../store/tell.ts';
import type { VerifyChanges } from './apply.ts';
import { changesOf, pairsIn, pairsLost, piecesOf } from './part.ts';
import { readMarks, readResults } from './read-part.ts';
import type { FoundPart, VerifyReads } from './reads.ts';
import { changeVerification, findVerification, type VerificationTable } from './tables.ts';

export interface VerifyInput {
  readonly task: Id;
  /** Exact groups too. */
  readonly exact: boolean;
  /** Pairs whose questions are read at once. */
  readonly batch: number;
}
export type VerifyWork = Work<VerifyInput>;

/** Which group of the plan comes next, and how many pairs are behind us. */
interface Checkpoint {
  readonly next: number;
  readonly seen: number;
}

export const VERIFY = 'tasks.verify';
export const verifyKey = (task: Id): Key => `verify/${task}`;
const taskOfKey = (key: Key): Id => Number(key.slice('verify/'.length));

/** Groups of the plan that are read at once. */
const PARTS = 500;
/** Pairs between two words on how far it is. */
const TOLD = 2_000;

/**
 * The second verification of a completed task (contract §9), group by group of its plan; a huge one's changes are stored
 * in pieces. A run that is cut short begins the group anew, and finds what is left to do.
 */
export function createVerifyWork(reads: VerifyReads, { apply, look }: VerifyChanges, tell: Tell): VerifyWork {
  return {
    name: VERIFY,
    limit: 1,

    async run(job) {
      let at = (job.checkpoint as Checkpoint | undefined) ?? { next: 0, seen: 0 };
      let parts: readonly FoundPart[];
      do {
        parts = await job.read(reads.parts, { task: job.input.task, from: at.next, limit: PARTS });
        for (const part of parts) {
          const after = await verify(job, part, at.seen);
          if (!after) return;
          at = after;
        }
      } while (parts.length === PARTS);
    },

    done: (tx, key) => end(tx, key, { state: 'done' }),
    failed: (tx, key, { code }) => end(tx, key, { state: 'failed', error: code }),
  };

  /** Verifies one group, with `seen` pairs behind us; null: stopped. */
  async function verify(job: Job<VerifyInput>, part: FoundPart, seen: number): Promise<Checkpoint | null> {
    const { task, exact } = job.input;
    const results = await readResults(job, reads, part);
    if (!results) return null;
    const pairs = pairsIn(results, exact);
    let told = 0;
    const marks = await readMarks(job, reads, part, results, async (share) => {
      const looked = Math.floor(pairs * share);
      if (looked - told < TOLD) return;
      told = looked;
      const checkpoint: Checkpoint = { next: part.n, seen };
      await job.save(look, { task, seen: seen + looked }, checkpoint);
    });
    if (!marks) return null;
    let lost = 0;
    for (const changes of piecesOf(changesOf(results, marks, exact))) {
      if (job.stopped()) return null;
      // What is gone is not met again by a run that begins this group anew.
      lost += pairsLost(changes);
      const checkpoint: Checkpoint = { next: part.n, seen: seen + lost };
      await job.save(apply, { task, part: part.n, changes, seen: seen + pairs }, checkpoint);
    }
    return { next: part.n + 1, seen: seen + pairs };
  }

  async function end(tx: Tx, key: Key, how: Pick<VerificationTable, 'state'> & { error?: string }) {
    const [row, found] = [await findTask(tx, taskOfKey(key)), await findVerification(tx, taskOfKey(key))];
    if (!row || !found) return;
    const seen = how.state === 'done' ? found.total : found.seen;
    await changeVerification(tx, row.id, { ...how, seen, ended_at: tx.now });
    const deed = decideTask(row.status, { is: 'verify' });
    if (how.state === 'failed' || found.reset === 0 || isRefusal(deed)) {
      await tell.progress(tx, row, {});
      return;
    }
    const again = await changeTask(tx, row.id, {
      status: 'pending',
      processed_groups: 0,
      completed_at: null,
    });
    await tell.progress(tx, again, { message: deed.message });
  }
}
