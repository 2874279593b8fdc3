import {
  createCatalog,
  createWorks,
  isRefusal,
  type AnyOp,
  type App,
  type Clock,
  type Op,
  type Refusal,
  type Store,
} from '@posthouse/kernel';
import { createFakeClock, createInlineRunner } from '@posthouse/kernel/testing';
import { openInline } from '@posthouse/store-sqlite/testing';
import { sql } from 'kysely';
import { tasks } from '../app.ts';
import type { Listed, TaskNow } from '../contract/task.ts';
import { questionTables } from '../questions/index.ts';
import { createQuestionStore } from '../questions/store.ts';
import { createResultStore } from '../results/store.ts';
import { resultTables } from '../results/tables.ts';
import { readWish } from '../rules/new-task.ts';
import { createTasksStore } from '../store.ts';
import type { Part } from '../store/results.ts';
import { verifyTables } from '../verify/tables.ts';
import type { BankQuestion } from './bank.ts';

/** Opens a store for an app. */
export type Open = (app: App, clock: Pick<Clock, 'now'>) => Promise<Store>;
const inMemory: Open = (app, clock) => openInline(createCatalog([app]), { clock });

const ROWS = 500;

const fill: Op<{ questions: readonly BankQuestion[] }, null> = {
  name: 'test.fill',
  async run(tx, { questions }) {
    const db = questionTables(tx);
    for (let from = 0; from < questions.length; from += ROWS) {
      const some = questions.slice(from, from + ROWS);
      const rows = some.map(({ question_id, type, subject_id, subject_name, content }) => ({
        question_id,
        type,
        subject_id,
        subject_name,
        content,
        channel_code: 'zxx',
        sort: 0,
        is_del: 0,
        updated_at: tx.now,
      }));
      await db.insertInto('tasks_question').values(rows).execute();
      const answers = some.flatMap(({ question_id, type, answer: value }) =>
        value === undefined ? [] : [{ question_id, kind: type as '4', channel_code: 'zxx', value }],
      );
      if (answers.length > 0) await db.insertInto('tasks_answer').values(answers).execute();
    }
    return null;
  },
};

type Found = 'parts' | 'groups' | 'pairs' | 'clusters' | 'items' | 'members';

/** What a task has found, without ids and moments: the same on every store. */
const dump: Op<{ task: number }, Readonly<Record<Found, readonly string[]>>> = {
  name: 'test.dump',
  async run(tx, { task }) {
    const db = verifyTables(tx);
    const of = (rows: readonly object[]) =>
      rows
        .map((row) => Object.entries(row).filter(([name]) => !/^id$|_at$/.test(name)))
        .map(String)
        .sort();
    const all = (table: 'tasks_part' | 'tasks_exact_group' | 'tasks_pair' | 'tasks_cluster') =>
      db.selectFrom(table).selectAll().where('task_id', '=', task).execute();
    const items = await db
      .selectFrom('tasks_cluster_item')
      .innerJoin('tasks_cluster', 'tasks_cluster.id', 'cluster_id')
      .select(['representative', 'question_id'])
      .where('task_id', '=', task)
      .execute();
    const members = await db
      .selectFrom('tasks_exact_item')
      .innerJoin('tasks_exact_group', 'tasks_exact_group.id', 'group_id')
      .select(['content_hash', 'question_count', 'question_id'])
      .where('task_id', '=', task)
      .execute();
    return {
      parts: of(await all('tasks_part')),
      groups: of(await all('tasks_exact_group')),
      pairs: of(await all('tasks_pair')),
      clusters: of(await all('tasks_cluster')),
      items: of(items),
      members: of(members),
    };
  },
};

const OWNED = [
  ['tasks_exact_item', 'group_id', 'tasks_exact_group'],
  ['tasks_cluster_item', 'cluster_id', 'tasks_cluster'],
  ['tasks_exact_group', 'task_id', 'tasks_task'],
  ['tasks_cluster', 'task_id', 'tasks_task'],
  ['tasks_pair', 'task_id', 'tasks_task'],
  ['tasks_part', 'task_id', 'tasks_task'],
  ['tasks_verification', 'task_id', 'tasks_task'],
] as const;

/** How many rows belong to what is not there. */
const orphans: Op<null, number> = {
  name: 'test.orphans',
  async run(tx) {
    let count = 0;
    for (const [table, key, owner] of OWNED) {
      const lost = sql`select 1 from ${sql.table(table)}
        where ${sql.ref(key)} not in (select id from ${sql.table(owner)})`;
      count += (await lost.execute(verifyTables(tx))).rows.length;
    }
    return count;
  },
};

const deleted: Op<null, number[]> = {
  name: 'test.deleted',
  async run(tx) {
    const rows = await resultTables(tx)
      .selectFrom('tasks_question')
      .select('question_id')
      .where('is_del', '=', 1)
      .orderBy('question_id')
      .execute();
    return rows.map(({ question_id }) => question_id);
  },
};

/** The whole app's ops over a store, and its works in this thread. */
export async function openTaskStore(open: Open = inMemory) {
  const clock = createFakeClock(Date.UTC(2026, 4, 1, 1, 30));
  const config = { timezone: 'Asia/Shanghai', running: 2, keepDays: 30, open: [] };
  const app = tasks(config);
  const ours = createTasksStore(config);
  const questions = createQuestionStore(ours.time);
  const { keeps, groups, pairs, exportFirst } = createResultStore(ours.time);
  const prune: Op<null, number> = {
    name: 'test.prune',
    async run(tx) {
      const { keep, ...retention } = app.retention.find(({ table }) => table === 'tasks_task')!;
      return retention.prune(tx, tx.now - keep, 100);
    },
  };
  const ops = [...app.ops, ...([fill, dump, orphans, deleted, prune] as unknown as AnyOp[])];
  const store = await open({ ...app, ops }, clock);
  const told: TaskNow[] = [];
  const listed: Listed[] = [];
  store.onCommit(({ publications }) => {
    for (const { room, message } of publications) {
      if (room === ours.progressRoom.name) told.push(message as TaskNow);
      if (room === ours.rooms[2].name) listed.push(message as Listed);
    }
  });
  const quiet = () => {};

  async function working<R>(meanwhile: () => Promise<R>): Promise<R> {
    const works = await createWorks({
      store,
      clock,
      log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
      guard: { trusted: () => true },
      works: app.works!,
      runner: createInlineRunner(store, app.works!),
      node: 'test',
    });
    try {
      return await meanwhile();
    } finally {
      await works.stop(10_000);
    }
  }

  return {
    ...ours,
    keeps,
    groups,
    pairs,
    exportFirst,
    clock,
    store,
    /** Values of the room of progress, in the order of their commits. */
    told,
    /** And of the room of the list. */
    listed,
    /** While works run. */
    working,
    addQuestions: (questions: readonly BankQuestion[]) => store.write(fill, { questions }),
    dump: (task: number) => store.read(dump, { task }),
    orphans: () => store.read(orphans, null),
    deleted: () => store.read(deleted, null),
    /** What a run says of the group that it has in work. */
    reach: (task: number, part: Part, share: number) =>
      store.write(ours.results.progress, { task, part, share }),
    deleteQuestion: async (id: number) => sure(await store.write(questions.deleteQuestion, { id })),
    /** What retention takes away today. */
    prune: () => store.write(prune, null),
    /** As the route does it. */
    async create(body: Parameters<typeof readWish>[0] = {}) {
      const { name, analysis, config: wanted, settings } = sure(readWish(body));
      const extent = await store.read(ours.bank.extent, { analysis, settings });
      return sure(await store.write(ours.tasks.create, { name, analysis, config: wanted, extent }));
    },
    async start(id: number) {
      const extent = await store.read(ours.bank.extentNow, { id });
      return isRefusal(extent) ? extent : store.write(ours.control.start, { id, extent });
    },
  };
}

export type TaskStore = Awaited<ReturnType<typeof openTaskStore>>;

/** No refusal was to be expected. */
export function sure<T>(value: T | Refusal): T {
  if (isRefusal(value)) throw new Error(`${value.refuse} ${JSON.stringify(value.detail)}`);
  return value;
}
