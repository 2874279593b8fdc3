import type { Job, Station } from '@posthouse/bridge/contract';
import type { Tone } from '../../design/tone.ts';

export type JobState = Job['state'];

export const JOB_TONES: Readonly<Record<JobState, Tone>> = {
  waiting: 'waits',
  sent: 'moving',
  received: 'moving',
  completed: 'good',
  unconfirmed: 'good',
  failed: 'bad',
  uncertain: 'asks',
  offline: 'bad',
  expired: 'bad',
  cancelled: 'off',
};
export const JOB_STATES = Object.keys(JOB_TONES) as readonly JobState[];

export const stationTone = ({ connected }: Pick<Station, 'connected'>): Tone => (connected ? 'good' : 'off');

/** What a job prints, as one line: the text itself where it is one, else its values. The preview may be cut anywhere. */
export function previewLine(preview: string): string {
  const payload = parsed(preview);
  if (payload === undefined) return preview.replace(/^\{"(printData|name)":/, '');
  const { printData, name } = payload as { printData?: unknown; name?: unknown };
  return flat(printData ?? name ?? payload).join(' · ');
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function flat(value: unknown): string[] {
  if (value === null || value === undefined) return [];
  if (typeof value === 'object') return Object.values(value).flatMap(flat);
  return [String(value as string | number | boolean).trim()].filter((text) => text !== '');
}
