import type { Catalog } from '../../durable/catalog.ts';
import type { Bus } from '../../ports/room.ts';
import type { Commit, Store } from '../../ports/store.ts';
import type { Parts } from './world.ts';

export interface Ground {
  readonly store: Store;
  readonly catalog: Catalog;
  readonly openBus: () => Bus;
  readonly turn: () => Promise<void>;
}

/** Sound parts over a real store, whose answers and announcements take their time, each its own. */
export function soundParts({ store, catalog, openBus, turn }: Ground): Parts {
  return {
    store: slowStore(store, turn),
    catalog,
    openBus,
    wrapWire: () => {},
    wrapRoom: (room) => room,
    turn,
  };
}

/** Delays reads before and after they happen, and what a commit announces, in order, by zero to three turns. */
function slowStore(store: Store, turn: () => Promise<void>): Store {
  let count = 0;
  const dawdle = async () => {
    for (let turns = (count = (count * 5 + 3) % 16) % 4; turns > 0; turns--) await turn();
  };
  let announced: Promise<void> = Promise.resolve();
  return {
    epoch: store.epoch,
    write: (op, args) => store.write(op, args),
    once: (op, args, once) => store.once(op, args, once),
    async read(op, args) {
      await dawdle();
      const value = await store.read(op, args);
      await dawdle();
      return value;
    },
    onCommit(listener) {
      let listening = true;
      const stop = store.onCommit((commit: Commit) => {
        announced = announced.then(dawdle).then(() => {
          if (listening) listener(commit);
        });
      });
      return () => {
        listening = false;
        stop();
      };
    },
    close: () => store.close(),
  };
}
