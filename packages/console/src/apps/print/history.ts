import type { JobDetail } from '@posthouse/print/contract';
import type { Tone } from '../../design/tone.ts';

type Event = JobDetail['history'][number];

/** One line of a job's timeline: what happened, its proof, and when. `word` is a key under `print.history`. */
export interface HistoryEntry {
  readonly at: string;
  readonly tone: Tone;
  readonly word: string;
  /** Key under `print.evidence`; what proves it. */
  readonly evidence: string | null;
  /** What somebody said of it, in their own words or as a code of ours. */
  readonly said: string | null;
  /** Who decided. */
  readonly by: string | null;
  /** Which copy and attempt, where there are several. */
  readonly copy: number | null;
  readonly attempt: number | null;
}

const LOOKS: Readonly<Record<string, Tone>> = {
  posted: 'waits',
  started: 'moving',
  taken: 'moving',
  again: 'waits',
  done: 'good',
  refused: 'bad',
  unknown: 'asks',
  expired: 'bad',
  revoked: 'off',
  cancelled: 'off',
  evidence: 'moving',
  resolved: 'good',
  notPrinted: 'waits',
  stateNews: 'waits',
};

/** The history as a timeline, oldest first. What a printer says of itself again and again is told once. */
export function timelineOf({ history, papers }: Pick<JobDetail, 'history' | 'papers'>): HistoryEntry[] {
  const many = papers.length > 1;
  const tried = history.some(({ attempt }) => attempt > 1);
  const entries: HistoryEntry[] = [];
  let last = '';
  for (const event of history) {
    const said = reportOf(event);
    const word = wordOf(event, said);
    const entry: HistoryEntry = {
      at: event.at,
      word,
      tone: LOOKS[word] ?? 'off',
      evidence: word === 'done' ? (text(said.evidence) ?? 'reported') : null,
      said: text(said.message) ?? text(said.reason) ?? text(said.state) ?? text(said.says),
      by: text(said.by),
      copy: many ? event.copy : null,
      attempt: tried ? event.attempt : null,
    };
    const same = `${entry.word} ${entry.said} ${event.copy} ${event.attempt}`;
    if (word === 'stateNews' && same === last) continue;
    last = same;
    entries.push(entry);
  }
  return entries;
}

interface Said {
  readonly evidence?: unknown;
  readonly message?: unknown;
  readonly reason?: unknown;
  readonly state?: unknown;
  readonly says?: unknown;
  readonly printed?: unknown;
  readonly by?: unknown;
}

/** Late truth carries the report that it brought inside its own. */
function reportOf({ report }: Event): Said {
  const outer = asObject(report);
  return { ...outer, ...asObject(outer['report']) };
}

function wordOf({ what }: Event, said: Said): string {
  if (what === 'resolved') return said.printed === false ? 'notPrinted' : 'resolved';
  if (what === 'evidence' && said.state !== undefined) return 'stateNews';
  return what;
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
