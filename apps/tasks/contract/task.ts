import * as Type from 'typebox';
import { ANALYSIS_TYPES, TASK_STATUSES } from './states.ts';
import { Text } from './text.ts';

const LocalTime = Type.String({ description: 'ISO 8601 in the timezone of the hub, without zone' });
const MaybeTime = Type.Union([LocalTime, Type.Null()]);

/** The task object, always whole (contract §5). */
export const Task = Type.Object({
  id: Type.Integer(),
  task_name: Type.String(),
  status: Type.Enum([...TASK_STATUSES]),
  /** Percent, two decimals. */
  progress_percentage: Type.Number(),
  analysis_type: Type.Enum([...ANALYSIS_TYPES]),
  total_groups: Type.Integer(),
  processed_groups: Type.Integer(),
  total_questions: Type.Integer(),
  exact_duplicate_groups: Type.Integer(),
  exact_duplicate_pairs: Type.Integer(),
  similar_duplicate_pairs: Type.Integer(),
  /** Seconds. */
  estimated_duration: Type.Integer(),
  config: Type.Unknown(),
  started_at: MaybeTime,
  completed_at: MaybeTime,
  error_message: Type.Union([Type.String(), Type.Null()]),
  created_at: LocalTime,
  updated_at: LocalTime,
});
export type Task = Type.Static<typeof Task>;

/** The group of questions that a progress tells of. */
export interface CurrentGroup {
  readonly type_name: string;
  readonly subject_name: string | null;
  readonly channel_code: string;
}

/** A task's progress; the four figures are always there, because clients use them unchecked (contract §3). */
export interface Progress {
  readonly task_id: number;
  readonly status: Task['status'];
  readonly processed_groups: number;
  readonly total_groups: number;
  readonly progress_percentage: number;
  readonly current_group?: CurrentGroup;
  readonly message?: string;
}

/** How far a second verification is that is under way. */
export interface Verifying {
  readonly total_pairs: number;
  readonly seen_pairs: number;
  readonly filtered_pairs: number;
}

/** A value of the room `tasks/progress`: the newest progress, and the whole task. */
export interface TaskNow extends Progress {
  readonly verifying?: Verifying;
  readonly task: Task;
}

/** A value of the room `tasks/list`; `deleted` is a task that is gone. */
export type Listed = Task | { readonly id: number; readonly deleted: true };

/** A message of the log `tasks/events`: how a task ended, as its Socket.IO clients are told. */
export interface TaskEnd {
  readonly event: 'task_progress' | 'task_completed' | 'task_error';
  readonly data: Progress | { task_id: number; data: Task } | { task_id: number; error: string };
}

/** `config` and `analysis_type` are judged by the app, which has exact words for them. */
export const NewTask = Type.Object({
  task_name: Type.Optional(Type.Union([Text(200), Type.Null()])),
  analysis_type: Type.Optional(Type.Unknown({ description: ANALYSIS_TYPES.join(' | ') })),
  config: Type.Optional(
    Type.Unknown({
      description: '{similarity_threshold: 0–1, method: question | stem, filters: {…}} or null',
    }),
  ),
});
export type NewTask = Type.Static<typeof NewTask>;

export const Reverify = Type.Object({
  verification_type: Type.Optional(Type.Unknown({ description: 'similar (default) | all' })),
  reset_task: Type.Optional(Type.Boolean({ default: true })),
  batch_size: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
});
export type Reverify = Type.Static<typeof Reverify>;
