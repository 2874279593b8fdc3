import type { LocalTime } from '../local-time.ts';
import type { Tell } from '../store/tell.ts';
import { createVerifyChanges } from './apply.ts';
import { createVerifyOps } from './ops.ts';
import { createVerifyReads } from './reads.ts';
import { createVerifyWork } from './work.ts';

/** The second verification's ops and work, alike in every thread. */
export function createVerifyStore(tell: Tell, time: LocalTime) {
  const reads = createVerifyReads();
  const changes = createVerifyChanges(tell);
  const work = createVerifyWork(reads, changes, tell);
  const verifications = createVerifyOps(work, tell, time);
  return { verifications, work, ops: { ...reads, ...changes, ...verifications } };
}

export type VerifyStore = ReturnType<typeof createVerifyStore>;
