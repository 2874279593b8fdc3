import type { AnyOp, Id, Op, Refusal } from '@posthouse/kernel';
import type { LocalTime } from '../local-time.ts';
import { exportPage, type ExportPage, type ExportWhat } from './export-rows.ts';
import { missingTask } from './found.ts';
import { createGroupOps } from './groups.ts';
import { createKeepOps } from './keep/ops.ts';
import { createKeepsRoom } from './keep/room.ts';
import { createKeepWork } from './keep/work.ts';
import { createPairOps } from './pairs.ts';

const exportFirst: Op<{ task: Id; what: ExportWhat }, ExportPage | Refusal> = {
  name: 'tasks.result.export-first',
  run: async (tx, { task, what }) =>
    (await missingTask(tx, task)) ?? exportPage.run(tx, { task, what, after: null }),
};

/** The results' ops, room and work, alike in every thread. */
export function createResultStore(time: LocalTime) {
  const groups = createGroupOps(time);
  const pairs = createPairOps(time);
  const room = createKeepsRoom(time);
  const keeping = createKeepWork(room);
  const keeps = createKeepOps(room, keeping.work, time);
  return {
    groups,
    pairs,
    keeps,
    exportFirst,
    works: [keeping.work],
    rooms: [room.room],
    ops: [
      ...[groups, pairs, keeps, keeping.ops].flatMap((some) => Object.values(some)),
      exportFirst,
      exportPage,
      room.snapshot,
    ] as unknown as readonly AnyOp[],
  };
}

export type ResultStore = ReturnType<typeof createResultStore>;
