import type { Catalog, Clock, Op, Store } from '@posthouse/kernel';
import { errorOf } from './answer.ts';
import { filesOf } from './folder.ts';
import { openReadOnly } from './open-database.ts';
import { Session } from './session.ts';

export { loadCatalog } from './load-catalog.ts';

/** Reads in the thread that opened it. */
export interface Reader extends Pick<Store, 'read'> {
  close(): void;
}

/**
 * A connection of its own on the data folder of a store that is open in this process, for a thread that reads much:
 * its answers need not cross from another thread. Sees every write that has resolved anywhere in the process.
 */
export function openReader(folder: string, catalog: Catalog, clock: Pick<Clock, 'now'>): Reader {
  const session = new Session(openReadOnly(filesOf(folder).core), catalog);
  return {
    async read<A, R>(op: Op<A, R>, args: A): Promise<R> {
      const answer = await session.read({ op: op.name, args, now: clock.now() });
      if ('code' in answer) throw errorOf(answer);
      return answer.value as R;
    },
    close: () => session.close(),
  };
}
