import {
  createCatalog,
  refuse,
  type App,
  type Clock,
  type Id,
  type Job,
  type Op,
  type Store,
} from '@posthouse/kernel';
import { createFakeClock } from '@posthouse/kernel/testing';
import { openInline } from '@posthouse/store-sqlite/testing';
import { createLocalTime } from '../../local-time.ts';
import { taskMigrations } from '../../store/tables.ts';
import { createImportOps } from '../import/ops.ts';
import type { ImportPlan } from '../import/plan.ts';
import { createImportsRoom } from '../import/room.ts';
import { createImportWork, type ImportInput } from '../import/work.ts';
import { resultPart } from '../../results/index.ts';
import { resultTables } from '../../results/tables.ts';
import { questionPart, questionTables } from '../index.ts';
import { createSearchOps } from '../search.ts';

export const time = createLocalTime('Asia/Shanghai');

const dump = {
  name: 'test.dump',
  async run(tx: Parameters<App['deadline']>[0]) {
    const db = questionTables(tx);
    return {
      questions: await db.selectFrom('tasks_question').selectAll().orderBy('question_id').execute(),
      answers: await db.selectFrom('tasks_answer').selectAll().orderBy('question_id').execute(),
      options: await db
        .selectFrom('tasks_option')
        .selectAll()
        .orderBy('question_id')
        .orderBy('child_id')
        .orderBy('label')
        .execute(),
      parts: await db.selectFrom('tasks_subquestion').selectAll().orderBy('child_id').execute(),
      chunks: await db.selectFrom('tasks_import_chunk').select('seq').execute(),
    };
  },
};

interface Found {
  readonly clusters: readonly (readonly Id[])[];
  readonly pairs: readonly { a: Id; b: Id; similarity: number }[];
}

/** A completed task and what it found. */
const fillTask: Op<Found, null> = {
  name: 'test.fill-task',
  async run(tx, { clusters, pairs }) {
    const db = resultTables(tx);
    const task = { name: 'x', status: 'completed' as const, analysis_type: 'full' as const, config: null };
    const none = { total_groups: 1, processed_groups: 1, total_questions: 0, exact_duplicate_groups: 0 };
    await db
      .insertInto('tasks_task')
      .values({
        ...task,
        ...none,
        exact_duplicate_pairs: 0,
        similar_duplicate_pairs: 0,
        created_at: 0,
        updated_at: 0,
      })
      .execute();
    const place = {
      task_id: 1,
      part: 0,
      type: '1',
      subject_id: null,
      subject_name: null,
      channel_code: 'zxx',
    };
    for (const [n, ids] of clusters.entries()) {
      const cluster = { ...place, representative: ids[0]!, question_count: ids.length };
      await db.insertInto('tasks_cluster').values(cluster).execute();
      const items = ids.map((question_id) => ({ cluster_id: n + 1, question_id }));
      await db.insertInto('tasks_cluster_item').values(items).execute();
    }
    for (const { a, b, similarity } of pairs) {
      const pair = { ...place, question_id_1: a, question_id_2: b, similarity, detected_at: 0 };
      await db
        .insertInto('tasks_pair')
        .values({ ...pair, verdict: 'similar', reason: null })
        .execute();
    }
    return null;
  },
};

/** Opens a store for an app. */
type Open = (app: App, clock: Pick<Clock, 'now'>) => Promise<Store>;

/** The bank's part alone over a database in memory, with a runner of works that a test can interrupt. */
export async function openBank(open: Open = (app, clock) => openInline(createCatalog([app]), { clock })) {
  const clock = createFakeClock(Date.UTC(2025, 6, 14, 2, 30));
  const part = questionPart(time);
  const results = resultPart(time);
  const due: Op<string, void> = { name: 'test.due', run: (tx, entity) => part.deadline(tx, entity) };
  const prune: Op<{ table: string; limit: number }, number> = {
    name: 'test.prune',
    async run(tx, { table, limit }) {
      const { keep, ...retention } = part.retention.find((one) => one.table === table)!;
      return retention.prune(tx, tx.now - keep, limit);
    },
  };
  const app: App = {
    name: 'tasks',
    migrations: [...taskMigrations, ...part.migrations, ...results.migrations],
    routes: [],
    errors: {},
    permissions: [],
    retention: part.retention,
    ops: [...part.ops, ...results.ops, dump, fillTask, due, prune],
    boxes: [],
    rooms: part.rooms,
    works: [...part.works, ...results.works],
    endpoints: [],
    periodic: [],
    deadline: part.deadline,
    accept: async () => refuse('TASKS_UNKNOWN'),
    start: async () => async () => {},
  };
  const store = await open(app, clock);
  const room = createImportsRoom(time);
  const reading = createImportWork(room, time);
  const imports = createImportOps(room, () => reading.work, time);

  /** Stores a file as an upload does. */
  async function upload(bytes: Uint8Array | string, plan: Partial<ImportPlan> = {}): Promise<Id> {
    const begun = await store.write(imports.begin, { name: 'test', plan: { ...PLAN, ...plan }, by: 'me' });
    if ('refuse' in begun) throw new Error(begun.refuse);
    const { id } = begun;
    const all = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
    // Small pieces, so that records and characters are cut in their middle.
    const size = all.length < 10_000 ? 64 : 65_536;
    for (let seq = 0; seq * size < all.length; seq++) {
      await store.write(imports.add, { id, seq, bytes: all.slice(seq * size, seq * size + size) });
    }
    await store.write(imports.ask, { id, encoding: plan.encoding ?? 'utf-8' });
    return id;
  }

  /** Reads it, from checkpoint to checkpoint; `before` and `after` a save a test may throw. */
  async function read(
    id: Id,
    hooks: { before?: (save: number) => void; after?: (save: number) => void } = {},
  ) {
    let checkpoint: unknown;
    let saves = 0;
    for (let tries = 0; tries < 50; tries++) {
      const job: Job<ImportInput> = {
        key: `import/${id}`,
        input: { id },
        checkpoint,
        stopped: () => false,
        read: (op, args) => store.read(op, args),
        async save(op, args, next) {
          saves++;
          hooks.before?.(saves);
          await store.write(op, args);
          checkpoint = structuredClone(next);
          hooks.after?.(saves);
        },
      };
      try {
        await reading.work.run(job);
        return;
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
      }
    }
    throw new Error('it never ended');
  }

  return {
    store,
    clock,
    imports,
    search: createSearchOps(time),
    upload,
    read,
    async import(bytes: Uint8Array | string, plan: Partial<ImportPlan> = {}) {
      const id = await upload(bytes, plan);
      await read(id);
      return report(store, imports, id);
    },
    report: (id: Id) => report(store, imports, id),
    dump: () => store.read(dump, null),
    /** What retention takes away of a table at once; returns what it says. */
    prune: (table: string, limit = 500) => store.write(prune, { table, limit }),
    /** What the keeper does when a deadline has come. */
    due: (entity: string) => store.write(due, entity),
    fillTask: (clusters: Found['clusters'], pairs: Found['pairs']) =>
      store.write(fillTask, { clusters, pairs }),
    close: () => store.close(),
  };
}

/** The thread was killed here. */
export class Killed extends Error {}

const PLAN: ImportPlan = {
  format: 'csv',
  table: null,
  encoding: 'auto',
  defaults: { channel_code: 'zxx', subject_id: null, subject_name: null, type: null },
};

async function report(store: Store, imports: ReturnType<typeof createImportOps>, id: Id) {
  const got = await store.read(imports.get, { id, page: { page: 1, page_size: 100 } });
  if ('refuse' in got) throw new Error(got.refuse);
  return got;
}
