import type { Codec } from '@posthouse/kernel';
import type { Payload } from '../rules.ts';

/** One event of the dialect. */
export interface Event {
  readonly event: string;
  readonly args: readonly unknown[];
}

/** No rooms, only direct events; a refusal is an event that old pages do not listen for. */
export const bridgeCodec: Codec = {
  id: 'bridge',
  encode: () => null,
  direct: (message) => frame(message as Event),
  notice: (notice) =>
    notice.kind === 'refused' ? frame({ event: 'refused', args: [{ code: notice.refusal.refuse }] }) : null,
};

function frame({ event, args }: Event) {
  return { data: JSON.stringify([event, ...args]) };
}

/** A print for a page that knows nothing but the data (contract §2). */
export const plainPrint = (payload: Payload): Event => ({ event: 'print', args: [payload] });

/** A print for a station that reports: `job` names it in reports; `again` asks to answer from its journal. */
export const namedPrint = (payload: Payload, job: string, again: boolean): Event => ({
  event: 'print',
  args: [payload, { job, ...(again && { again }) }],
});

/** What a station says of a job. */
export interface Said {
  readonly job: number;
  readonly message?: string;
}

/** A job's name on the wire: a restored backup has another epoch, and its numbers mean other jobs. */
export const jobName = (epoch: string, job: number): string => `${epoch}.${job}`;

const LONGEST_MESSAGE = 300;

/** Reads `{job, message?}`; null when it is not of this epoch or makes no sense. */
export function parseSaid(given: unknown, epoch: string): Said | null {
  if (typeof given !== 'object' || given === null) return null;
  const { job, message } = given as Record<string, unknown>;
  const prefix = `${epoch}.`;
  if (typeof job !== 'string' || job.length > 100 || !job.startsWith(prefix)) return null;
  const id = Number(job.slice(prefix.length));
  if (!Number.isSafeInteger(id) || id < 1) return null;
  if (typeof message !== 'string' || message === '') return { job: id };
  return {
    job: id,
    message: message
      .replaceAll(/\p{Cc}+/gu, ' ')
      .slice(0, LONGEST_MESSAGE)
      .toWellFormed(),
  };
}

const JOURNAL = /^[\w-]{8,64}$/;

/** The journal of a station that reports: `register(clientId, {journal})`. Old pages give none. */
export function parseJournal(given: unknown): string | null {
  if (typeof given !== 'object' || given === null) return null;
  const { journal } = given as { journal?: unknown };
  return typeof journal === 'string' && JOURNAL.test(journal) ? journal : null;
}
