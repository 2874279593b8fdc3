import { runWork } from '../durable/run-work.ts';
import type { Runner } from '../durable/works.ts';
import type { Store } from '../ports/store.ts';
import type { AnyWork } from '../ports/work.ts';

/** Runs works in the caller's own thread, for tests of apps: a run that never yields stops everything there. */
export function createInlineRunner(store: Store, works: readonly AnyWork[], places = 4): Runner {
  return {
    places,
    begin(claimed, save) {
      const work = works.find(({ name }) => name === claimed.kind)!;
      const killed = Promise.withResolvers<{ is: 'lost'; cause: string }>();
      let stopped = false;
      const hands = { stopped: () => stopped, save, read: store.read.bind(store) };
      return {
        stop() {
          stopped = true;
        },
        kill: () => killed.resolve({ is: 'lost', cause: 'killed' }),
        ended: Promise.race([runWork(work, claimed, hands), killed.promise]),
      };
    },
  };
}
