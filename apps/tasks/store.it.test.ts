import { isRefusal } from '@posthouse/kernel';
import { openPostgres } from '@posthouse/store-postgres';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPostgres } from '../../test-support/postgres.ts';
import { exportPage, type ExportPage } from './results/export-rows.ts';
import { bankOf } from './testing/bank.ts';
import { soon } from './testing/server.ts';
import { openTaskStore, sure, type Open, type TaskStore } from './testing/task-store.ts';

const BANK = bankOf([
  { type: '4', subject: '数学', questions: 60, exact: 10, pairs: 12 },
  { type: '4', subject: null, questions: 9, exact: 1, pairs: 2 },
  { type: '3', subject: '语文', questions: 1, exact: 0, pairs: 0 },
]).map((question, n) =>
  question.type === '4' && question.subject_id
    ? { ...question, answer: n % 4 === 1 ? '乙' : '甲' }
    : question,
);
const STEM = { method: 'stem' };
const PAGE = { page: 1, page_size: 20 };
const ANY = { status: null, name: null, from: null, before: null, page: PAGE };

const postgres = await startPostgres();
/** What SQLite found: another database finds the same. */
const found = new Map<string, unknown>();
const same = (what: string, value: unknown) => {
  if (!found.has(what)) found.set(what, value);
  expect(value).toEqual(found.get(what));
};

describe('the tasks on SQLite', () => {
  taskSuite();
});

describe.skipIf('missing' in postgres)('the tasks on PostgreSQL', () => {
  if ('missing' in postgres) return;
  const server = postgres.got;
  afterAll(() => server.stop());
  taskSuite(async (app, clock) => openPostgres({ url: await server.createDatabase(), clock, apps: [app] }));
});

function taskSuite(open?: Open): void {
  let house: TaskStore;
  beforeEach(async () => {
    house = await openTaskStore(open);
    await house.addQuestions(BANK);
    house.clock.advance(1_000);
  });
  afterEach(() => house.store.close());

  const get = async (id: number) => sure(await house.store.read(house.tasks.get, { id }));
  const settled = (id: number, status: string) =>
    soon(async () => expect(await get(id)).toMatchObject({ status }));
  const completed = async (config: object = STEM) => {
    const { id } = await house.create({ config });
    await house.working(async () => {
      sure(await house.start(id));
      await settled(id, 'completed');
    });
    return id;
  };

  it('are created, listed newest first and narrowed by what was typed', async () => {
    const names = ['期末 50%_卷', '期末 50a卷', '😀 🏳️‍🌈', null] as const;
    const ids: number[] = [];
    for (const task_name of names) {
      ids.unshift((await house.create({ task_name, config: STEM })).id);
      house.clock.advance(1_000);
    }
    const list = async (asked: object) => {
      const { tasks, total } = await house.store.read(house.tasks.list, { ...ANY, ...asked });
      expect(tasks.length).toBeLessThanOrEqual(total);
      return tasks.map(({ id }) => id);
    };
    expect(await list({})).toEqual(ids);
    expect(await list({ name: '50%_' })).toEqual([ids[3]]);
    expect(await list({ name: '🏳️‍🌈' })).toEqual([ids[1]]);
    expect(await list({ name: String.raw`\ ` })).toEqual([]);
    expect(await list({ status: 'pending', page: { page: 2, page_size: 3 } })).toEqual([ids[3]]);
    expect(await list({ status: 'error' })).toEqual([]);
    const { created_at } = await get(ids[0]!);
    const start = house.time.dayStart(created_at.slice(0, 10))!;
    expect(await list({ from: start, before: start + 86_400_000 })).toEqual(ids);
    expect(await list({ before: start })).toEqual([]);
    expect(await get(ids[0]!)).toMatchObject({
      task_name: '查找重复题目-20260501_093004',
      total_groups: 3,
      total_questions: 70,
      config: STEM,
    });
    expect(await house.store.read(house.tasks.get, { id: 99 })).toEqual({ refuse: 'TASKS_UNKNOWN' });
  });

  it('find what is there, count it and show it', async () => {
    const id = await completed();
    const task = await get(id);
    expect(task).toMatchObject({
      progress_percentage: 100,
      processed_groups: 3,
      exact_duplicate_groups: 11,
      exact_duplicate_pairs: 11,
      similar_duplicate_pairs: 14,
    });
    same('what is found', await house.dump(id));
    const figures = sure(await house.store.read(house.statistics, { id }));
    same('the figures', { ...figures, task: null });
    expect(figures.by_subject).toEqual([
      { subject_id: null, subject_name: null, exact_groups: 1, similar_pairs: 2 },
      { subject_id: 1, subject_name: '数学', exact_groups: 10, similar_pairs: 12 },
    ]);
    for (const what of ['groups', 'pairs', 'clusters'] as const) {
      const page = sure(await house.store.read(house.exportFirst, { task: id, what }));
      same(`the export of ${what}`, page.lines);
    }
    const snapshot = await house.progressRoom.snapshot(house.store, `task/${id}`);
    expect(snapshot.values).toMatchObject([{ task_id: id, status: 'completed', progress_percentage: 100 }]);
    expect(house.told.at(-1)).toMatchObject({ status: 'completed', message: '已完成分组: 判断题 - 语文' });
  });

  it('move on within a huge group, never back, and keep their other figures', async () => {
    const { id } = await house.create({ config: { filters: { type: '5' } }, analysis_type: 'custom' });
    await house.addQuestions(
      bankOf([{ type: '5', subject: null, questions: 10_000, exact: 1, pairs: 1 }]).map((question) => ({
        ...question,
        question_id: question.question_id + 1_000,
      })),
    );
    house.told.length = 0;
    await house.working(async () => {
      sure(await house.start(id));
      await settled(id, 'completed');
    });
    const within = house.told.filter(({ message }) => message === '正在比较分组: 未知题型');
    const percents = within.map(({ progress_percentage }) => progress_percentage);
    expect(percents.length).toBeGreaterThan(2);
    // Told once for 2,000 questions, however many steps there are.
    expect(percents.length).toBeLessThan(6);
    expect(percents).toEqual([...new Set(percents)].toSorted((a, b) => a - b));
    expect(percents[0]).toBeGreaterThan(0);
    expect(percents.at(-1)).toBeLessThan(100);
    for (const now of within) {
      expect(now).toMatchObject({ status: 'running', processed_groups: 0, total_groups: 1 });
      expect(now.task).toMatchObject({ similar_duplicate_pairs: 0, processed_groups: 0 });
      expect(house.progressRoom.urgent?.(now)).toBe(false);
    }
    expect(await get(id)).toMatchObject({ progress_percentage: 100, similar_duplicate_pairs: 1 });
  });

  it('say no less after a run that was cut short', async () => {
    const { id } = await house.create({ config: STEM });
    sure(await house.start(id));
    const part = { n: 0, questions: 60, type: '4', subject_id: 1, subject_name: '数学', channel_code: 'zxx' };
    const reach = async (share: number) => {
      await house.reach(id, part, share);
      return (await get(id)).progress_percentage;
    };
    expect([await reach(0.5), await reach(0.2), await reach(0.75)]).toEqual([16.67, 16.67, 25]);
    await house.working(() => settled(id, 'completed'));
    expect(await get(id)).toMatchObject({ progress_percentage: 100 });
  });

  it('compare by another measure, a choice, or what is new', async () => {
    await completed();
    const none = await house.create({ analysis_type: 'incremental', config: STEM });
    expect(none).toMatchObject({ total_groups: 0, total_questions: 0 });
    const strict = await house.create({
      analysis_type: 'incremental',
      config: { ...STEM, similarity_threshold: 0.9 },
    });
    expect(strict).toMatchObject({ total_groups: 3 });
    const chosen = await house.create({
      analysis_type: 'custom',
      config: { filters: { type: ['1', '3'], channel_code: 'zxx', subject_id: [1, 3] } },
    });
    expect(chosen).toMatchObject({ total_groups: 1, total_questions: 1 });
    house.clock.advance(5_000);
    await house.addQuestions([{ ...BANK[0]!, question_id: 500 }]);
    const more = await house.create({ analysis_type: 'incremental', config: STEM });
    expect(more).toMatchObject({ total_groups: 1, total_questions: 61 });
    const whole = await completed({});
    same('by questions', await house.dump(whole));
  });

  it('are started, paused, resumed and cancelled, and nothing else is', async () => {
    const { id } = await house.create({ config: STEM });
    const { pause, resume, cancel, remove } = house.control;
    const of = (value: unknown) => (isRefusal(value) ? value.refuse : (value as { message: string }).message);
    const since = house.clock.now();
    expect(of(await house.store.write(pause, { id }))).toBe('TASKS_NOT_RUNNING');
    expect(of(await house.store.write(resume, { id, since }))).toBe('TASKS_NOT_PAUSED');
    expect(of(await house.start(id))).toBe('任务已启动，正在后台执行');
    expect(of(await house.start(id))).toBe('TASKS_ALREADY_RUNNING');
    expect(of(await house.store.write(pause, { id }))).toBe('任务已暂停');
    expect(of(await house.start(id))).toBe('TASKS_START_PAUSED');
    expect(of(await house.store.write(resume, { id, since }))).toBe('任务已恢复运行');
    expect(of(await house.store.write(cancel, { id }))).toBe('任务已取消');
    expect(of(await house.store.write(cancel, { id }))).toBe('TASKS_NOT_CANCELLABLE');
    expect(of(await house.start(id))).toBe('任务已启动，正在后台执行');
    await house.working(() => settled(id, 'completed'));
    expect(of(await house.start(id))).toBe('TASKS_START_COMPLETED');
    same('what is found', await house.dump(id));
    expect(of(await house.store.write(remove, { id }))).toBe('任务已删除');
    expect(of(await house.store.write(remove, { id }))).toBe('TASKS_UNKNOWN');
    const nothing = await house.dump(id + 1);
    await house.working(() => soon(async () => expect(await house.dump(id)).toEqual(nothing)));
    expect(await house.orphans()).toBe(0);
  });

  it('let one of two win who ask at once', async () => {
    const { id } = await house.create({ config: STEM });
    const extent = sure(await house.store.read(house.bank.extentNow, { id }));
    const starts = await Promise.all(
      [1, 2, 3, 4].map(() => house.store.write(house.control.start, { id, extent })),
    );
    expect(starts.filter(isRefusal)).toHaveLength(3);
    await house.working(() => settled(id, 'completed'));
    const asked = { task: id, what: 'clusters', rule: 'first', by: 'me' } as const;
    const begin = { task: id, type: 'all', reset: false, batch: 50, by: 'me' } as const;
    const deeds = await Promise.all<unknown>([
      house.store.write(house.keeps.all, asked),
      house.store.write(house.verify.verifications.begin, begin),
      house.store.write(house.keeps.all, asked),
      house.store.write(house.verify.verifications.begin, begin),
    ]);
    expect(deeds.filter(isRefusal)).toHaveLength(3);
  });

  it('are verified again, by the same rules everywhere', async () => {
    const id = await completed();
    const asked = { task: id, type: 'all', batch: 3, by: 'me' } as const;
    const { begin, get: look } = house.verify.verifications;
    const verified = (reset: boolean) =>
      house.working(async () => {
        sure(await house.store.write(begin, { ...asked, reset }));
        return soon(async () => {
          const state = sure(await house.store.read(look, { task: id }));
          expect(state.state).toBe('done');
          return state;
        });
      });
    const first = await verified(false);
    expect(first.filtered_pairs).toBeGreaterThan(0);
    expect(first).toMatchObject({
      total_pairs: 25,
      seen_pairs: 25,
      verified_pairs: 25 - first.filtered_pairs,
    });
    const { exact_duplicate_pairs: exact, similar_duplicate_pairs: similar } = await get(id);
    expect(exact + similar).toBe(first.verified_pairs);
    same('what stands', await house.dump(id));
    expect(await verified(true)).toMatchObject({ total_pairs: first.verified_pairs, filtered_pairs: 0 });
    expect(await get(id)).toMatchObject({ status: 'pending', processed_groups: 0 });
    expect(await house.store.write(begin, { ...asked, reset: false })).toMatchObject({
      refuse: 'TASKS_NOT_COMPLETED',
    });
  });

  it('show how far a second verification is, and end it when they are deleted', async () => {
    const id = await completed();
    const shown = async () => (await house.progressRoom.snapshot(house.store, `task/${id}`)).values[0];
    const { begin, get: look } = house.verify.verifications;
    expect(await shown()).not.toHaveProperty('verifying');
    const asked = { task: id, type: 'similar', reset: false, batch: 50, by: 'me' } as const;
    sure(await house.store.write(begin, asked));
    const verifying = { total_pairs: 14, seen_pairs: 0, filtered_pairs: 0 };
    expect(await shown()).toMatchObject({ status: 'completed', verifying });
    expect(house.told.at(-1)).toMatchObject({ verifying });
    expect(house.progressRoom.urgent?.(house.told.at(-1)!)).toBe(false);
    expect(await house.store.write(begin, asked)).toEqual({ refuse: 'TASKS_VERIFY_BUSY' });
    sure(await house.store.write(house.control.remove, { id }));
    expect(await house.store.read(look, { task: id })).toEqual({ refuse: 'TASKS_UNKNOWN' });
    await house.working(() => soon(async () => expect(await house.orphans()).toBe(0)));
  });

  it('list the most similar of very many duplicates, and count all', async () => {
    await house.addQuestions(
      Array.from({ length: 1_200 }, (_, n) => ({
        question_id: 1_001 + n,
        type: '4',
        subject_id: 9,
        subject_name: null,
        content: '请将正确的答案填在下面的横线上，并说明理由和依据',
        ...(n > 0 && { answer: `第${n}个答案` }),
      })),
    );
    const { id } = await house.create({ analysis_type: 'custom', config: { filters: { subject_id: 9 } } });
    await house.working(async () => {
      sure(await house.start(id));
      await settled(id, 'completed');
    });
    const sought = { task: id, verdict: 'similar', least: 0, type: null } as const;
    const { list } = sure(await house.store.read(house.pairs.listSides, { sought, page: PAGE }));
    const [first] = list as { question_id: number; duplicate_count: number; duplicates: unknown[] }[];
    expect(first).toMatchObject({ question_id: 1_001, duplicate_count: 1_199 });
    expect(first!.duplicates).toHaveLength(1_000);
  });

  it('are tidied, and that is undone', async () => {
    const id = await completed();
    const asked = { task: id, what: 'clusters', rule: 'newest', by: 'me' } as const;
    const deed = sure(await house.store.write(house.keeps.all, asked));
    await house.working(() => soon(async () => expect(await house.deleted()).toHaveLength(25)));
    same('what is deleted', await house.deleted());
    const undone = sure(await house.store.write(house.keeps.undo, { task: id, id: deed.id, by: 'me' }));
    expect(undone).toMatchObject({ state: 'undone', deleted: 25, restored: 25 });
    expect(await house.deleted()).toEqual([]);
  });

  it('are tidied piece by piece where a set is huge, unless what stays is gone', async () => {
    const many = Array.from({ length: 33_000 }, (_, n) => ({
      question_id: 1_001 + n,
      type: '3',
      subject_id: null,
      subject_name: null,
      content: '下列说法是否正确',
    }));
    await house.addQuestions(many);
    const id = await completed({ ...STEM, filters: { type: '3' } });
    const clusters = { task: id, type: '3', subject_id: null };
    const { list } = sure(
      await house.store.read(house.groups.listClusters, { sought: clusters, page: PAGE }),
    );
    const { id: cluster, question_count } = list[0]!;
    expect(question_count).toBe(33_000);
    // More than the databases take values in a statement.
    const detail = sure(await house.store.read(house.groups.getCluster, { task: id, id: cluster })) as {
      question_ids: readonly number[];
      questions: readonly object[];
    };
    expect(detail).toMatchObject({ questions_left_out: 32_000 });
    expect([detail.question_ids.length, detail.questions.length]).toEqual([33_000, 1_000]);
    const page = sure(await house.store.read(house.exportFirst, { task: id, what: 'clusters' }));
    expect(page.lines.map(({ questions }) => questions.length)).toEqual([33_000]);

    const one = { task: id, question: 1_234, target: { cluster }, by: 'me' };
    const { id: deed, state } = sure(await house.store.write(house.keeps.one, one));
    expect(state).toBe('running');
    const kept = async () =>
      sure(await house.store.read(house.keeps.list, { task: id, page: PAGE })).list.find(
        (row) => row.id === deed,
      );
    await house.working(() => soon(async () => expect(await kept()).toMatchObject({ state: 'done' })));
    expect(await kept()).toMatchObject({ deleted: 32_999 });
    expect((await house.deleted()).includes(1_234)).toBe(false);

    sure(await house.store.write(house.keeps.undo, { task: id, id: deed, by: 'me' }));
    await house.working(() => soon(async () => expect(await kept()).toMatchObject({ state: 'undone' })));
    expect(await house.deleted()).toEqual([]);

    const again = sure(await house.store.write(house.keeps.one, one));
    await house.deleteQuestion(1_234);
    await house.working(() =>
      soon(async () => {
        const [newest] = sure(await house.store.read(house.keeps.list, { task: id, page: PAGE })).list;
        expect(newest).toMatchObject({ id: again.id, state: 'done', deleted: 0 });
      }),
    );
    expect(await house.deleted()).toEqual([1_234]);
  });

  it('are exported whole, in pages of bounded size', async () => {
    const [sets, copies] = [40, 60];
    await house.addQuestions(
      Array.from({ length: sets * copies }, (_, n) => ({
        question_id: 1_001 + n,
        type: '3',
        subject_id: null,
        subject_name: null,
        content: `下列说法是否正确：${String.fromCodePoint(0x4e00 + (n % sets)).repeat(30)}`,
      })),
    );
    const id = await completed();
    const pages: ExportPage[] = [];
    let after: ExportPage['last'] = null;
    do {
      const page: ExportPage = await house.store.read(exportPage, { task: id, what: 'groups', after });
      pages.push(page);
      after = page.last;
    } while (after !== null);
    const lines = pages.flatMap((page) => page.lines);
    expect(new Set(lines.map((line) => line.id)).size).toBe(lines.length);
    expect(lines.filter(({ questions }) => questions.length === copies)).toHaveLength(sets);
    expect(lines).toHaveLength((await get(id)).exact_duplicate_groups);
    const membersIn = (page: ExportPage) =>
      page.lines.reduce((sum, { questions }) => sum + questions.length, 0);
    expect(Math.max(...pages.map(membersIn))).toBeLessThanOrEqual(1_000);
  });

  it('go after their time, with all that they found', async () => {
    const id = await completed();
    const waiting = await house.create();
    expect(await house.prune()).toBe(0);
    house.clock.advance(31 * 86_400_000);
    expect(await house.prune()).toBe(1);
    expect(await house.store.read(house.tasks.get, { id })).toEqual({ refuse: 'TASKS_UNKNOWN' });
    expect(await get(waiting.id)).toMatchObject({ status: 'pending' });
    await house.working(() => soon(async () => expect(await house.orphans()).toBe(0)));
  });
}
