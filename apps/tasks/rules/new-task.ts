import { refuse, type Refusal } from '@posthouse/kernel';
import { ANALYSIS_TYPES, type AnalysisType } from '../contract/states.ts';
import { readConfig, type Settings } from './config.ts';

/** What a client asks for, checked. */
export interface Wish {
  /** null: named after the moment of its creation. */
  readonly name: string | null;
  readonly analysis: AnalysisType;
  /** As it was sent; null: none. */
  readonly config: unknown;
  readonly settings: Settings;
}

/** Reads the body of a new task; nulls are as good as nothing (fault 17). */
export function readWish(body: {
  readonly task_name?: string | null;
  readonly analysis_type?: unknown;
  readonly config?: unknown;
}): Wish | Refusal {
  const analysis = body.analysis_type ?? 'full';
  if (!ANALYSIS_TYPES.includes(analysis as AnalysisType)) return refuse('TASKS_ANALYSIS_TYPE');
  const settings = readConfig(body.config);
  if ('refuse' in settings) return settings;
  const name = body.task_name?.trim() ?? '';
  return {
    name: name === '' ? null : name,
    analysis: analysis as AnalysisType,
    config: body.config ?? null,
    settings: analysis === 'custom' ? settings : { ...settings, filters: {} },
  };
}
