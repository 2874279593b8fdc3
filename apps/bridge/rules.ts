import type { Fact, Id, Key, Ms } from '@posthouse/kernel';
import type { Evidence, JobState } from './contract/states.ts';

/** The mailbox of everything that stations shall print, one key per station. */
export const JOBS = 'bridge-jobs';
/** The mailbox of what webhooks are told, one key per address. */
export const WEBHOOKS = 'bridge-webhooks';

export const stationKey = (clientId: string): Key => `bridge/station/${encodeURIComponent(clientId)}`;
export const webhookKey = (index: number): Key => `bridge/webhook/${index}`;

export const LONGEST_ID = 128;

/** A station's id as it may be kept, or null. A number is its text, as it was for the old server's object. */
export function stationId(given: unknown): string | null {
  const id = typeof given === 'number' ? String(given) : given;
  if (typeof id !== 'string' || id === '' || id.length > LONGEST_ID) return null;
  // Control characters would forge log lines; a lone surrogate has no place in a URL or a database.
  return /\p{Cc}/u.test(id) || !id.isWellFormed() ? null : id;
}

/** What is sent, under the names it came with: `{"name": v}`, `{"printData": v}` (contract, the three dialects). */
export type Payload = Readonly<Record<string, unknown>>;

/** What travels in the mailbox. */
export interface JobBody {
  readonly job: Id;
  readonly payload: Payload;
  /** Whether it may wait for its station. */
  readonly queue: boolean;
  readonly attempt: number;
}

export const jobRef = ({ job, attempt }: Pick<JobBody, 'job' | 'attempt'>): string => `${job}/${attempt}`;

/** What holders say of a job. */
export interface JobReport {
  readonly evidence?: Evidence;
  readonly message?: string;
  /** The socket went before anything was written to it. */
  readonly before?: boolean;
}

export interface JobRecord {
  readonly state: JobState;
  readonly evidence: Evidence | null;
  readonly error: string | null;
}

export type JobChange = Partial<JobRecord> & {
  readonly received_at?: Ms;
  readonly ended_at?: Ms | null;
  /** Post it again: nothing had left, and it may wait. */
  readonly again?: true;
};

/** How a job that was sent follows its delivery; null changes nothing. */
export function decideJob(
  job: JobRecord,
  body: JobBody,
  fact: Exclude<Fact, { is: 'started' }>,
  now: Ms,
): JobChange | null {
  switch (fact.is) {
    case 'taken':
      return { state: 'received', received_at: now };
    case 'again':
      return { state: 'waiting' };
    case 'over':
      return ended(fact.how, asReport(fact.report), body, now);
    case 'evidence':
      return lateTruth(job, fact.report, now);
  }
}

function ended(
  how: Extract<Fact, { is: 'over' }>['how'],
  said: JobReport,
  { queue }: JobBody,
  now: Ms,
): JobChange {
  switch (how) {
    case 'done':
      return proven(said, now);
    case 'refused':
      if (said.before && queue) return { state: 'waiting', again: true };
      if (said.before) return end('offline', 'BRIDGE_STATION_OFFLINE', now);
      return end('failed', said.message ?? 'BRIDGE_JOB_FAILED', now);
    case 'unknown':
      return end('uncertain', 'BRIDGE_JOB_UNCERTAIN', now);
    case 'expired':
      return end('expired', 'BRIDGE_JOB_EXPIRED', now);
    case 'revoked':
      return queue ? end('cancelled', null, now) : end('offline', 'BRIDGE_STATION_OFFLINE', now);
  }
}

/** A station's word that comes when the job was already given up answers the question. */
function lateTruth(job: JobRecord, report: unknown, now: Ms): JobChange | null {
  if (job.state !== 'uncertain' && job.state !== 'unconfirmed') return null;
  const stale = (report ?? {}) as { how?: unknown; report?: unknown };
  const said = asReport(stale.report);
  if (stale.how === 'done') {
    const better = job.state === 'uncertain' || said.evidence !== 'received';
    return better ? proven(said, now) : null;
  }
  if (stale.how === 'refused') return end('failed', said.message ?? 'BRIDGE_JOB_FAILED', now);
  return null;
}

/** A page that never reports has it when a pong came after it; that it printed, nobody said. */
function proven({ evidence = 'reported' }: JobReport, now: Ms): JobChange {
  const state = evidence === 'received' ? 'unconfirmed' : 'completed';
  return { state, evidence, error: null, ended_at: now };
}

function end(state: JobState, error: string | null, now: Ms): JobChange {
  return { state, error, ended_at: now };
}

function asReport(report: unknown): JobReport {
  return typeof report === 'object' && report !== null ? report : {};
}

/** What a person saw settles an uncertain job. */
export function settleJob(printed: boolean, now: Ms): JobChange {
  return printed
    ? { state: 'completed', evidence: 'person', error: null, ended_at: now }
    : { state: 'failed', evidence: 'person', error: 'BRIDGE_JOB_FAILED', ended_at: now };
}
