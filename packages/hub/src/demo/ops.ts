import { refuse, type AnyOp, type App, type Ms, type Op, type Refusal, type Tx } from '@posthouse/kernel';
import { demoTable } from './table.ts';

/** The made-up data of one app. */
export interface DemoState {
  readonly app: string;
  /** How many things were made up and are still noted; 0: there is none. */
  readonly made: number;
  readonly since: Ms | null;
}

interface About {
  readonly app: string;
}

/** `apps` is asked for when an op runs, since the hub's own app is among them. */
export function createDemoOps(apps: () => readonly App[]) {
  const demoOf = (name: string) => apps().find((app) => app.name === name)?.demo;

  const list: Op<null, readonly DemoState[]> = {
    name: 'hub.demo.list',
    async run(tx) {
      const names = apps().flatMap(({ name, demo }) => (demo ? [name] : []));
      return Promise.all(names.map((app) => stateOf(tx, app)));
    },
  };

  /** Made once: asked again, it is as it is. */
  const make: Op<About, DemoState | Refusal> = {
    name: 'hub.demo.make',
    async run(tx, { app }) {
      const demo = demoOf(app);
      if (!demo) return refuse('HUB_DEMO_UNKNOWN', { app });
      const known = await stateOf(tx, app);
      if (known.made > 0) return known;
      const made = await demo.make(tx);
      if (made.length > 0) {
        const rows = made.map(({ kind, id }) => ({ app, kind, id, made_at: tx.now }));
        await demoTable(tx).insertInto('hub_demo').values(rows).execute();
      }
      return stateOf(tx, app);
    },
  };

  const remove: Op<About, DemoState | Refusal> = {
    name: 'hub.demo.remove',
    async run(tx, { app }) {
      const demo = demoOf(app);
      if (!demo) return refuse('HUB_DEMO_UNKNOWN', { app });
      const made = await demoTable(tx)
        .selectFrom('hub_demo')
        .select(['kind', 'id'])
        .where('app', '=', app)
        .execute();
      const refusal = made.length === 0 ? null : await demo.remove(tx, made);
      if (refusal) return refusal;
      await demoTable(tx).deleteFrom('hub_demo').where('app', '=', app).execute();
      return stateOf(tx, app);
    },
  };

  const all = [list, make, remove] as unknown as readonly AnyOp[];
  return { list, make, remove, all };
}

export type DemoOps = ReturnType<typeof createDemoOps>;

async function stateOf(tx: Tx, app: string): Promise<DemoState> {
  const { made, since } = await demoTable(tx)
    .selectFrom('hub_demo')
    .select(({ fn }) => [fn.countAll<number>().as('made'), fn.min<Ms | null>('made_at').as('since')])
    .where('app', '=', app)
    .executeTakeFirstOrThrow();
  return { app, made, since };
}
