import type { Job } from '@posthouse/bridge/contract';
import type { Tone } from '../../design/tone.ts';
import { JOB_TONES } from './looks.ts';

/** One moment of a job. `word` is a key under `bridge.history`. */
export interface Moment {
  readonly word: string;
  readonly at: string;
  readonly tone: Tone;
  readonly evidence: Job['evidence'];
  /** Why, where the word does not say it. */
  readonly message: string | null;
}

/** A job from its making to its end, oldest first. What it still waits for is its last line. */
export function historyOf(job: Job): readonly Moment[] {
  const moment = (word: string, at: string, tone: Tone): Moment => ({
    word,
    at,
    tone,
    evidence: null,
    message: null,
  });
  const { created_at, sent_at, received_at, ended_at, state, evidence, message } = job;
  return [
    moment(
      job.queue ? 'queued' : 'created',
      created_at,
      ended_at === null && sent_at === null ? 'waits' : 'off',
    ),
    ...(sent_at === null ? [] : [moment('sent', sent_at, 'moving')]),
    ...(received_at === null ? [] : [moment('received', received_at, 'moving')]),
    ...(ended_at === null
      ? []
      : [
          {
            ...moment(state, ended_at, JOB_TONES[state]),
            evidence,
            message: state === 'offline' ? null : message,
          },
        ]),
  ];
}
