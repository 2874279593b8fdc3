import type { Task, TaskNow } from '@posthouse/tasks/contract';
import { isGone, type StateRoomRef } from '../../live/shares.ts';
import type { Import, Keep } from './answers.ts';

/** The newest tasks as they are now. */
export const tasksRoom: StateRoomRef<Task> = {
  name: 'tasks/list',
  key: 'tasks/list',
  id: ({ id }) => String(id),
  gone: isGone,
};

/** One task with what it is doing now. */
export const taskRoom = (id: number): StateRoomRef<TaskNow> => ({
  name: 'tasks/progress',
  key: `task/${id}`,
  id: () => 'task',
});

/** The newest imports as they are now. */
export const importsRoom: StateRoomRef<Import> = {
  name: 'tasks/imports',
  key: 'tasks/imports',
  id: ({ id }) => String(id),
  gone: isGone,
};

/** What was kept of a task's findings. */
export const keepsRoom = (task: number): StateRoomRef<Keep> => ({
  name: 'tasks/keeps',
  key: `task/${task}`,
  id: ({ id }) => String(id),
});
