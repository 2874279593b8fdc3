import { expect, it } from 'vitest';
import { bankOf } from '../testing/bank.ts';
import { BANK, onBothStores, PAGE, STEM } from '../testing/on-both-stores.ts';
import { sure } from '../testing/task-store.ts';

const COPIES = 5_000;

onBothStores('tasks at work', (rig) => {
  it('find what is there, count it and show it', async () => {
    const id = await rig.completed();
    const task = await rig.get(id);
    expect(task).toMatchObject({
      progress_percentage: 100,
      processed_groups: 3,
      exact_duplicate_groups: 11,
      exact_duplicate_pairs: 11,
      similar_duplicate_pairs: 14,
    });
    rig.same('what is found', await rig.house.dump(id));
    const figures = sure(await rig.house.store.read(rig.house.statistics, { id }));
    rig.same('the figures', { ...figures, task: null });
    expect(figures.by_subject).toEqual([
      { subject_id: null, subject_name: null, exact_groups: 1, similar_pairs: 2 },
      { subject_id: 1, subject_name: '数学', exact_groups: 10, similar_pairs: 12 },
    ]);
    for (const what of ['groups', 'pairs', 'clusters'] as const) {
      const page = sure(await rig.house.store.read(rig.house.exportFirst, { task: id, what }));
      rig.same(`the export of ${what}`, page.lines);
    }
    const snapshot = await rig.house.progressRoom.snapshot(rig.house.store, `task/${id}`);
    expect(snapshot.values).toMatchObject([{ task_id: id, status: 'completed', progress_percentage: 100 }]);
    expect(rig.house.told.at(-1)).toMatchObject({
      status: 'completed',
      message: '已完成分组: 判断题 - 语文',
    });
  });

  it('move on within a huge group, never back, and keep their other figures', async () => {
    const { id } = await rig.house.create({ config: { filters: { type: '5' } }, analysis_type: 'custom' });
    await rig.house.addQuestions(
      bankOf([{ type: '5', subject: null, questions: 10_000, exact: 1, pairs: 1 }]).map((question) => ({
        ...question,
        question_id: question.question_id + 1_000,
      })),
    );
    rig.house.told.length = 0;
    await rig.house.working(async () => {
      sure(await rig.house.start(id));
      await rig.settled(id, 'completed');
    });
    const within = rig.house.told.filter(({ message }) => message === '正在比较分组: 未知题型');
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
      expect(rig.house.progressRoom.urgent?.(now)).toBe(false);
    }
    expect(await rig.get(id)).toMatchObject({ progress_percentage: 100, similar_duplicate_pairs: 1 });
  });

  it('say no less after a run that was cut short', async () => {
    const { id } = await rig.house.create({ config: STEM });
    sure(await rig.house.start(id));
    const part = { n: 0, questions: 60, type: '4', subject_id: 1, subject_name: '数学', channel_code: 'zxx' };
    const reach = async (share: number) => {
      await rig.house.reach(id, part, share);
      return (await rig.get(id)).progress_percentage;
    };
    expect([await reach(0.5), await reach(0.2), await reach(0.75)]).toEqual([16.67, 16.67, 25]);
    await rig.house.working(() => rig.settled(id, 'completed'));
    expect(await rig.get(id)).toMatchObject({ progress_percentage: 100 });
  });

  it('compare by another measure, a choice, or what is new', async () => {
    await rig.completed();
    const none = await rig.house.create({ analysis_type: 'incremental', config: STEM });
    expect(none).toMatchObject({ total_groups: 0, total_questions: 0 });
    const strict = await rig.house.create({
      analysis_type: 'incremental',
      config: { ...STEM, similarity_threshold: 0.9 },
    });
    expect(strict).toMatchObject({ total_groups: 3 });
    const chosen = await rig.house.create({
      analysis_type: 'custom',
      config: { filters: { type: ['1', '3'], channel_code: 'zxx', subject_id: [1, 3] } },
    });
    expect(chosen).toMatchObject({ total_groups: 1, total_questions: 1 });
    rig.house.clock.advance(5_000);
    await rig.house.addQuestions([{ ...BANK[0]!, question_id: 500 }]);
    const more = await rig.house.create({ analysis_type: 'incremental', config: STEM });
    expect(more).toMatchObject({ total_groups: 1, total_questions: 61 });
    const whole = await rig.completed({});
    rig.same('by questions', await rig.house.dump(whole));
  });

  it('over nothing end at once, and the end alone is told (contract §2)', async () => {
    const { id } = await rig.house.create({ analysis_type: 'custom', config: { filters: { type: '0' } } });
    const said: unknown[] = [];
    rig.house.store.onCommit(({ publications }) => {
      for (const { room, message } of publications) if (room === 'tasks/events') said.push(message);
    });
    await rig.house.working(async () => {
      sure(await rig.house.start(id));
      await rig.settled(id, 'completed');
    });
    const end = { status: 'completed', total_groups: 0, processed_groups: 0, progress_percentage: 100 };
    expect(said).toMatchObject([{ event: 'task_completed', data: { task_id: id, data: end } }]);
  });

  it('find one set of thousands whole, and let go of it in commits of bounded size', async () => {
    const many = bankOf([
      { type: '9', subject: null, questions: COPIES, exact: 0, pairs: 0, copies: COPIES },
    ]);
    await rig.house.addQuestions(
      many.map((question) => ({ ...question, question_id: question.question_id + 1_000 })),
    );
    const { id } = await rig.house.create({ analysis_type: 'custom', config: { filters: { type: '9' } } });
    await rig.house.working(async () => {
      sure(await rig.house.start(id));
      await rig.settled(id, 'completed');
    });
    const sought = { task: id, type: null, subject_id: null, question_count: COPIES };
    const { list, total } = sure(
      await rig.house.store.read(rig.house.groups.listGroups, { sought, page: PAGE }),
    );
    expect([total, list[0]?.question_ids.length]).toEqual([1, COPIES]);
    const clusters = sure(await rig.house.store.read(rig.house.groups.listClusters, { sought, page: PAGE }));
    expect(clusters.list.map(({ question_count }) => question_count)).toEqual([COPIES]);
    rig.same('one set', await rig.house.dump(id));

    const leftover = { task: id, from: 0 };
    const { left, some } = rig.house.clearing.ops;
    const counts: number[] = [];
    do {
      const { members, items } = await rig.house.dump(id);
      counts.push(members.length + items.length);
      await rig.house.store.write(some, leftover);
    } while (await rig.house.store.read(left, leftover));
    expect(counts).toEqual([10_000, 6_000, 2_000]);
    expect(await rig.house.orphans()).toBe(0);
  });
});
