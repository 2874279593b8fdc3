import type { JobStatus } from './looks.ts';

/** What a person can do about a job; `resolve` is a question and is asked by itself. */
export type JobDeed = 'retry' | 'cancel' | 'reprint';

/**
 * The deeds that the hub would not refuse, the likeliest first. An uncertain paper is answered first: a reprint beside
 * it could be a second paper of the same order.
 */
const DEEDS: Readonly<Record<JobStatus, readonly JobDeed[]>> = {
  waiting: ['cancel'],
  printing: [],
  at_agent: [],
  completed: ['reprint'],
  failed: ['retry', 'cancel', 'reprint'],
  unconfirmed: ['reprint'],
  uncertain: [],
  expired: ['retry', 'cancel', 'reprint'],
  cancelled: ['reprint'],
};

export function deedsOf({ status }: { readonly status: JobStatus }): readonly JobDeed[] {
  return DEEDS[status];
}
