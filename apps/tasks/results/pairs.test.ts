import { createCatalog, refuse, type App, type Op } from '@posthouse/kernel';
import { openInline } from '@posthouse/store-sqlite/testing';
import type { KyselyPlugin } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLocalTime } from '../local-time.ts';
import { questionPart } from '../questions/index.ts';
import { taskMigrations } from '../store/tables.ts';
import { createPairOps, type PairsSought } from './pairs.ts';
import { resultMigrations, resultTables } from './tables.ts';

const QUESTIONS = 1_000;
/** Each question with the next four. */
const PAIRS = QUESTIONS * 4;
const time = createLocalTime('UTC');
const ops = createPairOps(time);

const fill: Op<null, null> = {
  name: 'test.fill',
  async run(tx) {
    const db = resultTables(tx);
    await db
      .insertInto('tasks_task')
      .values({
        name: 'x',
        status: 'completed',
        analysis_type: 'full',
        created_at: 0,
        updated_at: 0,
      } as never)
      .execute();
    for (let a = 1; a <= QUESTIONS; a++) {
      const near = [1, 2, 3, 4].map((step) => ({
        task_id: 1,
        part: 0,
        question_id_1: a,
        question_id_2: a + step,
        similarity: 10_000 - step * 100 - (a % 50),
        verdict: 'similar' as const,
        reason: null,
        type: '1',
        subject_id: null,
        subject_name: null,
        channel_code: 'zxx',
        detected_at: 0,
      }));
      await db.insertInto('tasks_pair').values(near).execute();
    }
    return null;
  },
};

interface Cost {
  queries: number;
  rows: number;
}

/** What an op reads into memory, counted where rows leave the database. */
const counted: Op<{ grouped: boolean; sought: PairsSought }, { cost: Cost; list: unknown; total: number }> = {
  name: 'test.counted',
  async run(tx, { grouped, sought }) {
    const cost: Cost = { queries: 0, rows: 0 };
    const counter: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        cost.queries++;
        cost.rows += result.rows.length;
        return result;
      },
    };
    const watched = new Proxy(tx, {
      get: (target, name) =>
        name === 'db' ? () => target.db().withPlugin(counter) : (Reflect.get(target, name) as unknown),
    });
    const args = { sought, page: { page: 3, page_size: 20 } };
    const found = await (grouped ? ops.listSides.run(watched, args) : ops.listPairs.run(watched, args));
    if ('refuse' in found) throw new Error(found.refuse);
    return { cost, ...found };
  },
};

let store: Awaited<ReturnType<typeof openInline>>;
beforeAll(async () => {
  const app: App = {
    name: 'tasks',
    migrations: [...taskMigrations, ...questionPart(time).migrations, ...resultMigrations],
    routes: [],
    errors: {},
    permissions: [],
    retention: [],
    ops: [fill, counted] as never,
    boxes: [],
    rooms: [],
    endpoints: [],
    periodic: [],
    deadline: async () => {},
    accept: async () => refuse('TASKS_UNKNOWN'),
    start: async () => async () => {},
  };
  store = await openInline(createCatalog([app]));
  await store.write(fill, null);
});
afterAll(() => store.close());

describe('fault 21: what a page of pairs costs', () => {
  const sought: PairsSought = { task: 1, verdict: 'similar', least: 0, type: null };

  it('is the page, when pairs are listed', async () => {
    const { cost, list, total } = await store.read(counted, { grouped: false, sought });
    expect(total).toBe(PAIRS);
    expect(list).toHaveLength(20);
    // The task, the count, the page.
    expect(cost).toEqual({ queries: 3, rows: 22 });
  });

  it('is the page and the pairs of its questions, when they are grouped', async () => {
    const { cost, list, total } = await store.read(counted, { grouped: true, sought });
    expect(total).toBe(QUESTIONS + 4);
    expect(list).toHaveLength(20);
    // The task, the page with its count, the pairs by either side.
    expect(cost.queries).toBe(4);
    expect(cost.rows).toBeLessThanOrEqual(1 + 20 + 20 * 8);
  });
});
