import { openInline } from '@posthouse/store-sqlite/testing';
import { createCatalog } from '../../durable/catalog.ts';
import type { Hands, RunEnd } from '../../durable/run-work.ts';
import { claimWork, type Claimed } from '../../durable/work-ops.ts';
import { createWorks, type Runner, type Running } from '../../durable/works.ts';
import type { Log, Ms } from '../../ports/base.ts';
import type { Commit, Store } from '../../ports/store.ts';
import type { Work, WorkStart, WorkStop } from '../../ports/work.ts';
import { createFakeClock } from '../fake-clock.ts';
import { createQuarry } from './quarry.ts';

/** The work that tests ask for unless they say which. */
export const KEY = 'quarry/1';

/** A run that the test plays. */
export class Digger implements Running {
  readonly claimed: Claimed;
  readonly save: Hands['save'];
  readonly #end = Promise.withResolvers<RunEnd>();
  stopped = false;
  killed = false;

  constructor(claimed: Claimed, save: Hands['save']) {
    this.claimed = claimed;
    this.save = save;
  }

  haul(what: string, checkpoint: unknown): Promise<void> {
    return this.save('quarry.haul', { key: this.claimed.key, what }, checkpoint);
  }

  stop(): void {
    this.stopped = true;
  }

  kill(): void {
    this.killed = true;
    this.end({ is: 'lost', cause: 'killed' });
  }

  end(how: RunEnd): void {
    this.#end.resolve(how);
  }

  get ended(): Promise<RunEnd> {
    return this.#end.promise;
  }
}

/** One process with a few places, and a store whose disk can be full and whose wake-ups can be lost. */
export async function openSite(changes: Partial<Work<string>> & { places?: number } = {}) {
  const { places = 3, ...about } = changes;
  const quarry = createQuarry(about);
  const clock = createFakeClock();
  const disk = { full: false };
  const hints = { lost: false };
  const store = await openInline(createCatalog([quarry.app]), {
    clock,
    beforeCommit() {
      if (disk.full) throw new Error('the disk is full');
    },
  });
  const diggers: Digger[] = [];
  const runner: Runner = {
    places,
    begin(claimed, save) {
      const digger = new Digger(claimed, save);
      diggers.push(digger);
      return digger;
    },
  };
  const warnings: string[] = [];
  const warn = (_fields: object, text: string) => void warnings.push(text);
  const log: Log = { debug() {}, info() {}, warn, error: warn };

  /** What one process has of the world; once it is dead it does and hears nothing. */
  const begin = async () => {
    const life = { over: false };
    const never = new Promise<never>(() => {});
    const ofLife: Store = {
      epoch: store.epoch,
      write: (op, args) => (life.over ? never : store.write(op, args)),
      once: (op, args, once) => (life.over ? never : store.once(op, args, once)),
      read: (op, args) => (life.over ? never : store.read(op, args)),
      onCommit: (listener) =>
        store.onCommit(
          (commit: Commit) => life.over || listener(hints.lost ? { ...commit, wakes: [] } : commit),
        ),
      close: () => store.close(),
    };
    const works = await createWorks({
      store: ofLife,
      clock: { ...clock, after: (wait, fn) => clock.after(wait, () => life.over || fn()) },
      log,
      guard: { trusted: () => true },
      works: [quarry.dig],
      runner,
      node: 'test',
    });
    return { life, works };
  };
  let { life, works } = await begin();

  /** Each read is answered after what was asked for before it: after a few, what led up to them is over. */
  const rest = async () => {
    for (let n = 0; n < 8; n++) await store.read(quarry.dug, { key: KEY });
  };
  const world = {
    clock,
    disk,
    hints,
    diggers,
    warnings,
    store,
    quarry,
    rest,
    ask: (key = KEY, input?: string, start?: WorkStart) =>
      store.write(quarry.ask, { key, ...(input && { input }), ...(start && { start }) }),
    halt: (stays: WorkStop, key = KEY) => store.write(quarry.stop, { key, stays }),
    dug: (key = KEY) => store.read(quarry.dug, { key }),
    /** What another node would get at this moment. */
    claim: async (takeOver: boolean) => {
      const room = {
        node: 'other',
        places: 1,
        kinds: { [quarry.dig.name]: 1 },
        until: clock.now(),
        takeOver,
      };
      return (await store.write(claimWork, room)).claimed;
    },
    /** The run that began last, once it has. */
    newest: async () => {
      await rest();
      return diggers.at(-1)!;
    },
    pass: async (time: Ms) => {
      await rest();
      clock.advance(time);
      await rest();
    },
    /** The process dies, and another one starts. */
    restart: async () => {
      life.over = true;
      ({ life, works } = await begin());
      await rest();
    },
    leave: (within: Ms) => works.stop(within),
    async stop() {
      disk.full = false;
      for (const digger of diggers) digger.end({ is: 'stopped' });
      await works.stop(0);
      await store.close();
    },
  };
  return world;
}
