import type { Job, Printer } from '@posthouse/print/contract';
import type { Tone } from '../../design/tone.ts';

export type JobStatus = Job['status'];

/** How a job's state looks; its word is `print.job.state.<status>`. */
export const JOB_TONES: Readonly<Record<JobStatus, Tone>> = {
  waiting: 'waits',
  printing: 'moving',
  at_agent: 'moving',
  completed: 'good',
  failed: 'bad',
  unconfirmed: 'waits',
  uncertain: 'asks',
  expired: 'bad',
  cancelled: 'off',
};

export const JOB_STATUSES = Object.keys(JOB_TONES) as JobStatus[];

/** The words in which drivers, agents and the hub say how a printer is. Clients may say others. */
export const PRINTER_TONES = {
  ready: 'good',
  'paper-low': 'waits',
  'paper-out': 'bad',
  'cover-open': 'bad',
  error: 'bad',
  offline: 'bad',
  unreachable: 'bad',
  paused: 'off',
  disabled: 'off',
} as const satisfies Record<string, Tone>;

export type PrinterWord = keyof typeof PRINTER_TONES;

/** A known word of a printer's, or null for what only its client understands. */
export function printerWord(state: string | null): PrinterWord | null {
  return state !== null && Object.hasOwn(PRINTER_TONES, state) ? (state as PrinterWord) : null;
}

export function printerTone(state: string | null): Tone {
  const word = printerWord(state);
  if (word !== null) return PRINTER_TONES[word];
  return state === null ? 'off' : 'waits';
}

/**
 * What is known of a printer; null: nothing yet. A direct printer is asked with its first document, and until then its
 * driver has heard no complaint.
 */
export function knownState({
  driver,
  state,
  confirms,
  command_set,
}: Pick<Printer, 'driver' | 'state' | 'confirms' | 'command_set'>): string | null {
  // In Star's own mode a printer is never asked at all.
  const unasked = driver === 'direct' && confirms === null && command_set !== 'star';
  return unasked && state === 'ready' ? null : state;
}

/** Who prints for it, in one word: the virtual printer is driven as a real one is. */
export function connectionOf({ driver, virtual }: Pick<Printer, 'driver' | 'virtual'>): string {
  return virtual ? 'virtual' : driver;
}
