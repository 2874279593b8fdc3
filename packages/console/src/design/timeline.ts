import type { Tone } from './tone.ts';

/** One moment of a history. */
export interface TimelineEvent {
  readonly id: string | number;
  /** ISO. */
  readonly at: string;
  readonly tone: Tone;
  /** In the reader's language. */
  readonly title: string;
  readonly detail?: string;
  /** Which proof there is. */
  readonly evidence?: string;
}
