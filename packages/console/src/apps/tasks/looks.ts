import type { TaskStatus } from '@posthouse/tasks/contract';
import type { Tone } from '../../design/tone.ts';
import type { ImportState, Keep } from './answers.ts';

export const TASK_TONES: Readonly<Record<TaskStatus, Tone>> = {
  pending: 'off',
  running: 'moving',
  paused: 'waits',
  completed: 'good',
  error: 'bad',
  cancelled: 'off',
};
export const STATUSES = Object.keys(TASK_TONES) as readonly TaskStatus[];

export const IMPORT_TONES: Readonly<Record<ImportState, Tone>> = {
  uploading: 'moving',
  waiting: 'waits',
  running: 'moving',
  done: 'good',
  failed: 'bad',
  cancelled: 'off',
};

export const KEEP_TONES: Readonly<Record<Keep['state'], Tone>> = {
  running: 'moving',
  done: 'good',
  undoing: 'moving',
  undone: 'off',
  failed: 'bad',
};

/** `0.8182` is `81.8%`. */
export const percent = (share: number, digits = 1): string => `${(share * 100).toFixed(digits)}%`;
