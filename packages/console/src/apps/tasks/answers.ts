import type { Task } from '@posthouse/tasks/contract';

/** What this part of the hub answers with; its dialect wraps everything. */
export interface Envelope<T> {
  readonly message: string;
  readonly data: T;
}

export interface Listed<T> {
  readonly list: readonly T[];
  readonly pagination: { readonly page: number; readonly page_size: number; readonly total: number };
}

export interface Option {
  readonly label: string;
  readonly content: string;
}

export interface Question {
  readonly question_id: number;
  readonly type: string;
  readonly type_name: string;
  readonly subject_name: string | null;
  readonly channel_code: string;
  /** HTML of whoever wrote it: never markup of ours. */
  readonly content: string;
  readonly options?: readonly Option[];
  readonly correct_answer?: string | null;
  readonly analysis?: string;
  readonly answer?: {
    readonly sub_questions?: readonly {
      readonly content: string;
      readonly options?: readonly Option[];
      readonly answer?: { readonly answer_content?: string | null; readonly option_true?: string | null };
    }[];
  } | null;
  /** 1: deleted. */
  readonly is_del?: number;
}

/** Where something was found. */
export interface Place {
  readonly type: string;
  readonly type_name: string;
  readonly subject_name?: string | null;
  readonly channel_code: string;
}

/** An exact group, or a cluster. */
export interface Copies {
  readonly id: number;
  readonly question_count: number;
  readonly question_ids: readonly number[];
  /** Of a cluster. */
  readonly representative?: number;
  readonly group: Place;
}
export type CopiesDetail = Copies & { readonly questions: readonly Question[] };

export interface Pair {
  readonly id: number;
  readonly question_id_1: number;
  readonly question_id_2: number;
  /** 0 to 1. */
  readonly similarity: number;
  readonly duplicate_type: 'similar' | 'variant';
  readonly reasons?: readonly string[];
  readonly group: Place;
}

/** A question with all that are similar to it. */
export interface Side {
  readonly question_id: number;
  readonly duplicate_count: number;
  readonly duplicates: readonly {
    readonly question_id: number;
    readonly similarity: number;
    readonly pair_id: number;
  }[];
  readonly max_similarity: number;
  readonly group: Place | null;
}

export interface Run {
  readonly in: 'both' | 'left' | 'right';
  readonly text: string;
}
export interface Diff {
  readonly verdict: string;
  readonly reasons: readonly string[];
  readonly similarity: number;
  readonly stem: readonly Run[];
  readonly options: readonly {
    readonly left: string | null;
    readonly right: string | null;
    readonly runs: readonly Run[];
  }[];
}

export interface Statistics {
  readonly task: Task;
  readonly summary: {
    readonly total_duplicates: number;
    readonly exact_duplicate_groups: number;
    readonly exact_duplicate_pairs: number;
    readonly similar_duplicate_pairs: number;
    readonly unique_question_count: number;
    readonly variant_pairs: number;
  };
}

export interface Keep {
  readonly id: number;
  readonly task_id: number;
  readonly what: 'group' | 'cluster' | 'exact' | 'clusters';
  readonly target_id: number | null;
  readonly question_id: number | null;
  readonly rule: string | null;
  readonly state: 'running' | 'done' | 'undoing' | 'undone' | 'failed';
  readonly deleted: number;
  readonly restored: number;
  readonly by: string;
  readonly created_at: string;
  readonly undone_at: string | null;
}

interface Worded {
  readonly code: string;
  readonly text: { readonly zh: string; readonly en: string };
}
export type ImportState = 'uploading' | 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
export interface Import {
  readonly id: number;
  readonly name: string;
  readonly state: ImportState;
  readonly format: string;
  readonly table: string | null;
  readonly encoding: string | null;
  readonly bytes: number;
  readonly progress_percentage: number;
  readonly records: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly error: Worded | null;
  readonly by: string;
  readonly created_at: string;
  readonly ended_at: string | null;
}
export type ImportDetail = Import & { readonly rejects: readonly Reject[] };
/** A record that was left out. */
export interface Reject extends Worded {
  readonly line: number;
}
