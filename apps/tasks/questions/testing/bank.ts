import { createCatalog, refuse, type App, type Id, type Job, type Store } from '@posthouse/kernel';
import { createFakeClock } from '@posthouse/kernel/testing';
import { openInline } from '@posthouse/store-sqlite/testing';
import { createLocalTime } from '../../local-time.ts';
import { taskMigrations } from '../../store/tables.ts';
import { createImportOps } from '../import/ops.ts';
import type { ImportPlan } from '../import/plan.ts';
import { createImportsRoom } from '../import/room.ts';
import { createImportWork, type ImportInput } from '../import/work.ts';
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

/** The bank's part alone over a database in memory, with a runner of works that a test can interrupt. */
export async function openBank() {
  const clock = createFakeClock(Date.UTC(2025, 6, 14, 2, 30));
  const part = questionPart(time);
  const app: App = {
    name: 'tasks',
    migrations: [...taskMigrations, ...part.migrations],
    routes: [],
    errors: {},
    permissions: [],
    retention: part.retention,
    ops: [...part.ops, dump],
    boxes: [],
    rooms: part.rooms,
    works: part.works,
    endpoints: [],
    periodic: [],
    deadline: part.deadline,
    accept: async () => refuse('TASKS_UNKNOWN'),
    start: async () => async () => {},
  };
  const store = await openInline(createCatalog([app]), { clock });
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
