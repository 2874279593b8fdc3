import type { Id, Key, LogRoom, Ms, Op, Principal, StateRoom } from '@posthouse/kernel';
import { FOLLOWER_ROLE } from '../contract/permissions.ts';
import type { Listed, Task, TaskNow } from '../contract/task.ts';
import type { LocalTime } from '../local-time.ts';
import { findTask, toTask } from './task-rows.ts';
import { findVerification, verifyingOf } from '../verify/tables.ts';
import { tables } from './tables.ts';

/** At most five values a second and task: more, nobody can read. */
const EVERY: Ms = 200;
const DAY: Ms = 86_400_000;
const TASKS_SHOWN = 100;

const READERS = ['owner', 'admin', 'local', 'operator', 'viewer', FOLLOWER_ROLE];
const SCOPES = ['can:tasks.task.follow', 'can:tasks.task.*', 'can:tasks.*'];

/** Whoever has `tasks.task.follow`. */
export const mayFollow = ({ roles }: Principal): boolean =>
  roles.some((role) => READERS.includes(role) || SCOPES.includes(role));

export const taskKey = (id: Id): Key => `task/${id}`;
export const LIST_KEY = 'tasks/list';

/** The task that a room's key is of; null: none. */
export function taskOfKey(key: Key): Id | null {
  const found = /^task\/([1-9]\d{0,14})$/.exec(key)?.[1];
  return found === undefined ? null : Number(found);
}

/**
 * How tasks end. In one sequence for all, because a Socket.IO client has one offset for all its rooms; exact after a
 * kill, so that a client that never re-joins is told once (fault 23).
 */
export const eventsRoom: LogRoom = {
  name: 'tasks/events',
  kind: 'log',
  keep: { count: 10_000, age: 7 * DAY, durable: true },
  sequence: 'room',
  may: mayFollow,
};

/** The rooms that show what is, in the times of a zone. */
export function createTaskRooms(time: LocalTime) {
  const snapshotOne: Op<{ id: Id }, { at: number; values: TaskNow[] }> = {
    name: 'tasks.task.snapshot',
    async run(tx, { id }) {
      const row = await findTask(tx, id);
      const verifying = verifyingOf(await findVerification(tx, id));
      const about = verifying ? { verifying } : {};
      return { at: await tx.at(), values: row ? [nowOf(toTask(row, time), about)] : [] };
    },
  };

  const snapshotAll: Op<null, { at: number; values: Task[] }> = {
    name: 'tasks.task.newest',
    async run(tx) {
      const rows = await tables(tx)
        .selectFrom('tasks_task')
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(TASKS_SHOWN)
        .execute();
      return { at: await tx.at(), values: rows.map((row) => toTask(row, time)) };
    },
  };

  const progressRoom: StateRoom<TaskNow> = {
    name: 'tasks/progress',
    kind: 'state',
    id: () => 'task',
    every: EVERY,
    // How far it is may be passed over for the next word on it; what a person did to the task may not.
    urgent: ({ current_group, verifying }) => current_group === undefined && verifying === undefined,
    may: mayFollow,
    async snapshot(store, key) {
      const id = taskOfKey(key);
      return id === null ? { at: 0, values: [] } : store.read(snapshotOne, { id });
    },
  };

  const listRoom: StateRoom<Listed> = {
    name: 'tasks/list',
    kind: 'state',
    id: ({ id }) => String(id),
    every: EVERY,
    may: mayFollow,
    snapshot: (store) => store.read(snapshotAll, null),
  };

  return { progressRoom, listRoom, ops: [snapshotOne, snapshotAll] as const };
}

export type TaskRooms = ReturnType<typeof createTaskRooms>;

/** A task as a value of the progress room. */
export function nowOf(
  task: Task,
  about: Pick<TaskNow, 'current_group' | 'message' | 'verifying'> = {},
): TaskNow {
  const { id: task_id, status, processed_groups, total_groups, progress_percentage } = task;
  return { task_id, status, processed_groups, total_groups, progress_percentage, ...about, task };
}
