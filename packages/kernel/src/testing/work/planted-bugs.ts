import { createCatalog, type Catalog } from '../../durable/catalog.ts';
import type { Scope } from '../../durable/scope.ts';
import * as ops from '../../durable/work-ops.ts';
import type { Op, Tx } from '../../ports/store.ts';
import { createQuarry, type Quarry } from './quarry.ts';

export interface Site {
  readonly catalog: Catalog;
  readonly quarry: Quarry;
}

/** A mistake that somebody could make; the model is worth its time only if it finds each. */
export interface PlantedBug {
  readonly name: string;
  plant(): Site;
}

export function sound(): Site {
  const quarry = createQuarry();
  return { quarry, catalog: createCatalog([quarry.app]) };
}

function exchanging<A, R>(
  choose: (quarry: Quarry) => Op<A, R>,
  run: (scope: Scope, args: A, right: Op<A, R>) => Promise<R>,
): Site {
  const { quarry, catalog } = sound();
  const right = choose(quarry);
  const wrong: Op<A, R> = { name: right.name, run: (tx: Tx, args: A) => run(tx as Scope, args, right) };
  return { quarry, catalog: { ...catalog, ops: new Map(catalog.ops).set(right.name, wrong) } };
}

/** The run that has the work now, whatever the caller knows. */
async function current<A extends ops.Claim>(scope: Scope, claim: A): Promise<A> {
  const [row] = await scope.all<{ run: number }>(`select run from work where id = ?`, claim.id);
  return { ...claim, run: row?.run ?? claim.run };
}

export const plantedBugs: readonly PlantedBug[] = [
  {
    name: 'a run saves whether it has the work or not',
    plant: () =>
      exchanging(
        () => ops.saveWork,
        async (scope, args, save) => save.run(scope, await current(scope, args)),
      ),
  },
  {
    name: 'a run ends a work that it has lost',
    plant: () =>
      exchanging(
        () => ops.finishWork,
        async (scope, args, finish) => finish.run(scope, await current(scope, args)),
      ),
  },
  {
    name: 'a paused run is not fenced out',
    plant: () =>
      exchanging(
        ({ stop }) => stop,
        async (scope, args, stop) => {
          await stop.run(scope, args);
          await scope.run(`update work set run = run - 1 where key = ? and state = 'stopped'`, args.key);
        },
      ),
  },
  {
    name: 'the checkpoint is kept though the op refused',
    plant: () =>
      exchanging(
        () => ops.saveWork,
        async (scope, args, save) => {
          await scope.run(
            `update work set checkpoint = ? where id = ? and run = ?`,
            JSON.stringify(args.checkpoint),
            args.id,
            args.run,
          );
          if (args.op === 'quarry.no') return;
          await save.run(scope, args);
        },
      ),
  },
  {
    name: 'a work that begins anew remembers its checkpoint',
    plant: () =>
      exchanging(
        ({ ask }) => ask,
        async (scope, args, ask) => {
          const [row] = await scope.all<{ checkpoint: string | null }>(
            `select checkpoint from work where key = ?`,
            args.key,
          );
          await ask.run(scope, args);
          await scope.run(`update work set checkpoint = ? where key = ?`, row?.checkpoint ?? null, args.key);
        },
      ),
  },
  {
    name: 'a claim does not wait for its time',
    plant: () =>
      exchanging(
        () => ops.claimWork,
        async (scope, args, claim) => {
          await scope.run(`update work set not_before = 0`);
          return claim.run(scope, args);
        },
      ),
  },
  {
    name: 'the youngest is claimed first',
    plant: () =>
      exchanging(
        () => ops.claimWork,
        async (scope, args, claim) => {
          await scope.run(`update work set asked_at = -asked_at`);
          const claimed = await claim.run(scope, args);
          await scope.run(`update work set asked_at = -asked_at`);
          return claimed;
        },
      ),
  },
  {
    name: 'tries are counted over checkpoints',
    plant: () =>
      exchanging(
        () => ops.saveWork,
        async (scope, args, save) => {
          const [row] = await scope.all<{ tries: number }>(`select tries from work where id = ?`, args.id);
          await save.run(scope, args);
          await scope.run(`update work set tries = ? where id = ?`, row?.tries ?? 0, args.id);
        },
      ),
  },
];
