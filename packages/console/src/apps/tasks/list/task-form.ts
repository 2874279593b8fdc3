import type { AnalysisType, Method } from '@posthouse/tasks/contract';

export interface TaskForm {
  name: string;
  analysis: AnalysisType;
  method: Method;
  /** 0.5 to 1. */
  threshold: number;
  /** Of a custom one; empty: not narrowed. */
  type: string;
  subject: string;
  channel: string;
}

export const THRESHOLDS = { least: 0.5, most: 1, step: 0.01 } as const;

export const emptyTask = (): TaskForm => ({
  name: '',
  analysis: 'full',
  method: 'question',
  threshold: 0.8,
  type: '',
  subject: '',
  channel: '',
});

/** What a threshold finds, in words: a key under `tasks.form.threshold`. */
export function thresholdWord(threshold: number): 'same' | 'strict' | 'usual' | 'loose' {
  if (threshold >= 1) return 'same';
  if (threshold >= 0.9) return 'strict';
  return threshold >= 0.75 ? 'usual' : 'loose';
}

/** The body of `POST /api/dedup/tasks`. */
export function bodyOf(form: TaskForm): object {
  const name = form.name.trim();
  const filters = {
    ...(form.type !== '' && { type: form.type }),
    ...(form.subject !== '' && { subject_id: Number(form.subject) }),
    ...(form.channel !== '' && { channel_code: form.channel }),
  };
  return {
    ...(name !== '' && { task_name: name }),
    analysis_type: form.analysis,
    config: {
      similarity_threshold: form.threshold,
      method: form.method,
      ...(form.analysis === 'custom' && { filters }),
    },
  };
}
