/** One question of a group: those of one type, subject and channel. */
export interface Question {
  readonly id: number;
  /** HTML, as the editor stored it. */
  readonly content: string;
  /** In the order of the paper; empty where the type has none. */
  readonly options: readonly QuestionOption[];
  /**
   * The right labels ("A", "A,B") where there are options, else the answer's text. Undefined or empty: not known,
   * which differs from nothing.
   */
  readonly answer?: string | undefined;
}

export interface QuestionOption {
  readonly label: string;
  /** HTML. */
  readonly content: string;
}

/** `question` compares what a pupil reads; `stem` is the old server's definition: cleaned stems, nothing else. */
export const METHODS = ['question', 'stem'] as const;
export type Method = (typeof METHODS)[number];

export const DEFAULT_THRESHOLD = 0.8;

export interface Settings {
  readonly method?: Method;
  /** Jaccard similarity of the stems' 3-grams from which on two are looked at, above 0 and up to 1; 0.8 if left out. */
  readonly threshold?: number;
  /** Pairs of each verdict that are kept of one group, the most similar first; 50,000 if left out. */
  readonly maxPairs?: number;
  /**
   * With so many other stems each stem is looked at for variants, the nearest in length first; 1,000 if left out. What
   * is merged does not depend on it.
   */
  readonly maxAlike?: number;
}

/** How a caller looks into a running comparison. */
export interface Watch {
  /** Asked many times, at most some tens of milliseconds apart; once true, `dedup` returns undefined. */
  stopped?(): boolean;
}

/** Questions that are the same but for their looks. */
export interface ExactGroup {
  /** MD5, in hexadecimal, of what was compared. */
  readonly hash: string;
  /** Ascending; the first stands for the group in pairs. */
  readonly ids: readonly number[];
}

export interface Pair {
  /** `a` < `b`. */
  readonly a: number;
  readonly b: number;
  /** Jaccard similarity of the stems, threshold to 1, unrounded. */
  readonly similarity: number;
}

/** Why two questions with similar stems are not one. */
export const REASONS = [
  'options',
  'numbers',
  'polarity',
  'images',
  'answer',
  'length',
  'short',
  'wording',
] as const;
export type Reason = (typeof REASONS)[number];

/** Similar to look at, but another question: shown to a person, never merged. */
export interface Variant extends Pair {
  readonly reasons: readonly Reason[];
}

/** All copies of one question. */
export interface Cluster {
  /** Every other member is a copy of it, exact or similar. */
  readonly representative: number;
  /** Ascending, the representative among them. */
  readonly ids: readonly number[];
}

export interface Findings {
  /** By smallest id. */
  readonly exact: readonly ExactGroup[];
  /** Duplicates, by similarity descending, then by ids. */
  readonly similar: readonly Pair[];
  /** In the same order. */
  readonly variants: readonly Variant[];
  /** Exact and similar ones together, by smallest id. */
  readonly clusters: readonly Cluster[];
  /** Pairs beyond `maxPairs`, the least similar ones; of stems with more than `maxAlike` others about how many. */
  readonly leftOut: { readonly similar: number; readonly variants: number };
}
