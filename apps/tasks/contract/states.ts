/** What a task may be, as its clients know it (contract §5). */
export const TASK_STATUSES = ['pending', 'running', 'paused', 'completed', 'error', 'cancelled'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

/**
 * What a task compares. `full`: every question. `incremental`: the groups in which a question was added, changed or
 * removed since the last completed task began. `custom`: the questions that `config.filters` lets through.
 */
export const ANALYSIS_TYPES = ['full', 'incremental', 'custom'] as const;
export type AnalysisType = (typeof ANALYSIS_TYPES)[number];

/** `question`: stem, options and pictures count. `stem`: the old definition, content alone (contract §8). */
export const METHODS = ['question', 'stem'] as const;
export type Method = (typeof METHODS)[number];

/** What a second verification looks at; `all`: exact groups too. */
export const VERIFICATION_TYPES = ['similar', 'all'] as const;
export type VerificationType = (typeof VERIFICATION_TYPES)[number];

/** A `similar` pair is taken for a duplicate; a `variant` is nearly alike and means something else. */
export const VERDICTS = ['similar', 'variant'] as const;
export type Verdict = (typeof VERDICTS)[number];
