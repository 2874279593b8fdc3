import type { Tx } from '@posthouse/kernel';
import type { CurrentGroup, Progress, Task, TaskEnd, Verifying } from '../contract/task.ts';
import type { LocalTime } from '../local-time.ts';
import { eventsRoom, LIST_KEY, nowOf, taskKey, type TaskRooms } from './rooms.ts';
import { errorText, toTask, type TaskRow } from './task-rows.ts';

/** What is said besides the figures. */
interface About {
  readonly message?: string;
  readonly current_group?: CurrentGroup;
  readonly verifying?: Verifying;
}

/**
 * Tells whoever watches what became of a task, in the commit that made it so. The newest value goes to the state
 * rooms; an end goes to the durable log besides, which Socket.IO clients hear instead of the value.
 */
export function createTell({ progressRoom, listRoom }: TaskRooms, time: LocalTime) {
  async function show(tx: Tx, task: Task, about: About): Promise<void> {
    await tx.publish(progressRoom, taskKey(task.id), nowOf(task, about));
    await tx.publish(listRoom, LIST_KEY, task);
  }

  /** Gone: lists let go of it. */
  const forgotten = (tx: Tx, id: number) => tx.publish(listRoom, LIST_KEY, { id, deleted: true });

  const log = (tx: Tx, id: number, end: TaskEnd) => tx.publish(eventsRoom, taskKey(id), end);

  function progressOf(task: Task, about: About): Progress {
    const { task: _, ...progress } = nowOf(task, about);
    return progress;
  }

  return {
    forgotten,

    /** It goes on, or waits. */
    async progress(tx: Tx, row: TaskRow, about: About): Promise<Task> {
      const task = toTask(row, time);
      await show(tx, task, about);
      return task;
    },

    /** Cancelled by a person. */
    async cancelled(tx: Tx, row: TaskRow, message: string): Promise<Task> {
      const task = toTask(row, time);
      await show(tx, task, { message });
      await log(tx, row.id, { event: 'task_progress', data: progressOf(task, { message }) });
      return task;
    },

    /** Gone: to those in its room it looks cancelled, since their words know no other (fault 22). */
    async deleted(tx: Tx, row: TaskRow, message: string): Promise<void> {
      const task: Task = { ...toTask(row, time), status: 'cancelled' };
      await tx.publish(progressRoom, taskKey(row.id), nowOf(task, { message }));
      await forgotten(tx, row.id);
      await log(tx, row.id, { event: 'task_progress', data: progressOf(task, { message }) });
    },

    /** All done: first the last group with `completed`, when there was one, then the end (contract §2). */
    async completed(tx: Tx, row: TaskRow, last: About | null): Promise<void> {
      const task: Task = { ...toTask(row, time), progress_percentage: 100 };
      await show(tx, task, last ?? {});
      if (last) await log(tx, row.id, { event: 'task_progress', data: progressOf(task, last) });
      await log(tx, row.id, { event: 'task_completed', data: { task_id: row.id, data: task } });
    },

    async failed(tx: Tx, row: TaskRow): Promise<void> {
      const error = errorText(row.error ?? 'KERNEL_INTERNAL');
      await show(tx, toTask(row, time), { message: error });
      await log(tx, row.id, { event: 'task_error', data: { task_id: row.id, error } });
    },
  };
}

export type Tell = ReturnType<typeof createTell>;
