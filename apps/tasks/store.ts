import type { AnyOp, AnyWork } from '@posthouse/kernel';
import type { TasksConfig } from './config.ts';
import { createLocalTime } from './local-time.ts';
import { createBankOps } from './store/bank.ts';
import { createClearing } from './store/clear.ts';
import { createControlOps } from './store/control.ts';
import { createResultOps } from './store/results.ts';
import { createTaskRooms, eventsRoom } from './store/rooms.ts';
import { createStatisticsOp } from './store/statistics.ts';
import { createTaskOps } from './store/tasks.ts';
import { createTell } from './store/tell.ts';
import { createVerifyStore } from './verify/store.ts';
import { createDedupWork } from './work/dedup-work.ts';

/** The tasks' ops, rooms and work, alike in every thread that builds them from the same configuration. */
export function createTasksStore({ timezone, running }: Pick<TasksConfig, 'timezone' | 'running'>) {
  const time = createLocalTime(timezone);
  const rooms = createTaskRooms(time);
  const tell = createTell(rooms, time);
  const bank = createBankOps();
  const results = createResultOps(tell);
  const clearing = createClearing();
  const dedup = createDedupWork(bank, results, clearing, tell, running);
  const tasks = createTaskOps(tell, time);
  const control = createControlOps(dedup, clearing, tell);
  const statistics = createStatisticsOp(time);
  const verify = createVerifyStore(tell, time);
  const ops = [
    ...rooms.ops,
    ...[bank, results, clearing.ops, tasks, control, verify.ops].flatMap((some) => Object.values(some)),
    statistics,
  ] as unknown as readonly AnyOp[];
  return {
    time,
    tell,
    bank,
    results,
    tasks,
    control,
    statistics,
    verify,
    clearing,
    works: [dedup, clearing.work, verify.work] as unknown as readonly AnyWork[],
    progressRoom: rooms.progressRoom,
    rooms: [eventsRoom, rooms.progressRoom, rooms.listRoom] as const,
    ops,
  };
}

export type TasksStore = ReturnType<typeof createTasksStore>;
