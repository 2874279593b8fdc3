import type { TaskStatus } from '@posthouse/tasks/contract';

export type TaskDeed = 'start' | 'pause' | 'resume' | 'cancel' | 'delete';

const DEEDS: Readonly<Record<TaskStatus, readonly TaskDeed[]>> = {
  pending: ['start', 'delete'],
  running: ['pause', 'cancel', 'delete'],
  paused: ['resume', 'cancel', 'delete'],
  completed: ['delete'],
  error: ['start', 'delete'],
  cancelled: ['start', 'delete'],
};

/** What a person can do with a task as it is; what would be refused is not offered. The first is the likeliest. */
export const deedsOf = (status: TaskStatus): readonly TaskDeed[] => DEEDS[status];

/** What cannot be taken back is asked first. */
export const asksFirst = (deed: TaskDeed): boolean => deed === 'cancel' || deed === 'delete';
