export { dedup, dedupSteps } from './dedup.ts';
export { explain, type Explanation } from './explain.ts';
export { readable } from './text/readable.ts';
export { DEFAULT_THRESHOLD, type Findings, type Question, type Reason, type Settings } from './types.ts';
