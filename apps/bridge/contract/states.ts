/**
 * What a job may be. `waiting` for its station; `sent` to the station's socket; `received`, stored by the station;
 * then one of the ends. `unconfirmed`: it reached a page that never reports. `offline`: nobody was there, nothing was
 * sent. `uncertain`: the line broke with the job on it, and a person must look.
 */
export const JOB_STATES = [
  'waiting',
  'sent',
  'received',
  'completed',
  'unconfirmed',
  'failed',
  'uncertain',
  'offline',
  'expired',
  'cancelled',
] as const;
export type JobState = (typeof JOB_STATES)[number];

/** What proves an end: the station's own word, a pong that came after the frame, or a person who looked. */
export const EVIDENCE = ['reported', 'received', 'person'] as const;
export type Evidence = (typeof EVIDENCE)[number];

/** What the station prints with; chosen by the job. `auto`: told from the data. */
export const TEMPLATES = ['auto', 'plain', 'text', 'qr', 'form', 'picture'] as const;
