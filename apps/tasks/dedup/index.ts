export { dedup } from './dedup.ts';
export { explain, type Explanation, type OptionDiff } from './explain.ts';
export { readable } from './text/readable.ts';
export type { Run } from './diff.ts';
export {
  DEFAULT_THRESHOLD,
  METHODS,
  REASONS,
  type Cluster,
  type ExactGroup,
  type Findings,
  type Method,
  type Pair,
  type Question,
  type Reason,
  type Settings,
  type Variant,
  type Watch,
} from './types.ts';
