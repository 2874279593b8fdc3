import { refuse, type Refusal } from '@posthouse/kernel';
import type { TaskStatus } from './contract/states.ts';

/** What people ask of a task, and what its work reports. */
export type TaskEvent =
  | { readonly is: 'start' }
  | { readonly is: 'pause' }
  /** `restarted`: the hub has been started anew since the pause. */
  | { readonly is: 'resume'; readonly restarted: boolean }
  | { readonly is: 'cancel' }
  | { readonly is: 'delete' }
  | { readonly is: 'verify' }
  | { readonly is: 'done' }
  | { readonly is: 'failed' };

/**
 * What becomes of the task. Its work follows in the same commit, so that no run can write over what was decided:
 * `begin` clears what an earlier run left, `continue` goes on at the checkpoint, `pause` keeps it, `end` drops it.
 */
export interface TaskDeed {
  /** null: the task is gone. */
  readonly status: TaskStatus | null;
  readonly work: 'begin' | 'continue' | 'pause' | 'end' | 'leave';
  /** The old server's words: the answer to who asked, and what those who watch are told. */
  readonly message: string;
}

/** The state machine of a task (contract §5): every call in every status, decided before anything is written. */
export function decideTask(status: TaskStatus, event: TaskEvent): TaskDeed | Refusal {
  switch (event.is) {
    case 'start':
      return started(status);
    case 'pause':
      if (status !== 'running') return refuse('TASKS_NOT_RUNNING', { status });
      return { status: 'paused', work: 'pause', message: '任务已暂停' };
    case 'resume':
      if (status !== 'paused') return refuse('TASKS_NOT_PAUSED', { status });
      return {
        status: 'running',
        work: 'continue',
        message: event.restarted ? '任务已重新启动并继续执行' : '任务已恢复运行',
      };
    case 'cancel':
      if (status === 'completed' || status === 'cancelled')
        return refuse('TASKS_NOT_CANCELLABLE', { status });
      return { status: 'cancelled', work: 'end', message: '任务已取消' };
    case 'delete':
      return { status: null, work: 'end', message: '任务已删除' };
    case 'verify':
      if (status !== 'completed') return refuse('TASKS_NOT_COMPLETED', { status });
      return { status: 'pending', work: 'leave', message: '任务已重置为待运行状态' };
    case 'done':
      return ofRun(status, 'completed', '任务已完成');
    case 'failed':
      return ofRun(status, 'error', '任务执行失败');
  }
}

function started(status: TaskStatus): TaskDeed | Refusal {
  switch (status) {
    case 'running':
      return refuse('TASKS_ALREADY_RUNNING');
    case 'paused':
      return refuse('TASKS_START_PAUSED');
    case 'completed':
      return refuse('TASKS_START_COMPLETED');
    case 'pending':
    case 'error':
    case 'cancelled':
      return { status: 'running', work: 'begin', message: '任务已启动，正在后台执行' };
  }
}

/** A run's end counts for a running task only: a pause or a cancel that came before it stands. */
function ofRun(status: TaskStatus, end: TaskStatus, message: string): TaskDeed | Refusal {
  if (status !== 'running') return refuse('TASKS_NOT_RUNNING', { status });
  return { status: end, work: 'leave', message };
}

/** Seconds that a task is expected to take (contract §5). */
export function estimatedDuration({ questions, groups }: { questions: number; groups: number }): number {
  return Math.floor(30 + 0.1 * questions + 5 * groups);
}

/** Percent of groups with two decimals, that in work by the share of it that is done; 0 of nothing. */
export function progressOf({
  processed,
  total,
  share,
}: Record<'processed' | 'total' | 'share', number>): number {
  return total === 0 ? 0 : Math.round(((processed + share) / total) * 10_000) / 100;
}
