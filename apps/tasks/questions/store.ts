import type { AnyOp, Key, Tx } from '@posthouse/kernel';
import type { LocalTime } from '../local-time.ts';
import { createImportOps } from './import/ops.ts';
import { createImportsRoom, importOfKey } from './import/room.ts';
import { createImportWork } from './import/work.ts';
import { createSearchOps } from './search.ts';
import { deleteQuestion, restoreQuestion } from './write.ts';

/** The bank's ops, rooms and work, alike in every thread. */
export function createQuestionStore(time: LocalTime) {
  const search = createSearchOps(time);
  const room = createImportsRoom(time);
  const reading = createImportWork(room, time);
  const imports = createImportOps(room, () => reading.work, time);
  return {
    search,
    imports,
    deleteQuestion,
    restoreQuestion,
    works: [reading.work],
    importsRoom: room,
    rooms: [room.room],
    ops: [
      ...[search, imports, reading.ops].flatMap((some) => Object.values(some)),
      room.snapshot,
      deleteQuestion,
      restoreQuestion,
    ] as unknown as readonly AnyOp[],
    /** An upload has been silent for too long. */
    async deadline(tx: Tx, entity: Key): Promise<void> {
      const id = importOfKey(entity.replace(/^tasks\//, ''));
      if (id !== null) await imports.giveUp.run(tx, { id, code: 'TASKS_IMPORT_CUT' });
    },
  };
}

export type QuestionStore = ReturnType<typeof createQuestionStore>;
