import type { AnyWork, Key, Room, Tx } from '@posthouse/kernel';
import type { LocalTime } from '../local-time.ts';
import { importRoutes } from './import/routes.ts';
import { questionRetention } from './retention.ts';
import { questionRoutes } from './routes.ts';
import { createQuestionStore } from './store.ts';
import { questionMigrations } from './tables.ts';

export { questionTables, type QuestionTables } from './tables.ts';
export { questionsById, toCompared } from './read.ts';

/** The bank's part of the app: questions, and files that bring them. */
export function questionPart(time: LocalTime) {
  const store = createQuestionStore(time);
  return {
    migrations: questionMigrations,
    routes: [...questionRoutes(store), ...importRoutes(store.imports)],
    retention: questionRetention(store.importsRoom),
    ops: store.ops,
    rooms: store.rooms as unknown as readonly Room<unknown>[],
    works: store.works as unknown as readonly AnyWork[],
    /** For the app's deadlines: those of other parts are left alone. */
    deadline: (tx: Tx, entity: Key) => store.deadline(tx, entity),
  };
}
