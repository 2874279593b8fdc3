import { isRefusal } from '@posthouse/kernel';
import { expect, it } from 'vitest';
import { onBothStores, PAGE, STEM } from './testing/on-both-stores.ts';
import { soon } from './testing/server.ts';
import { sure } from './testing/task-store.ts';

const ANY = { status: null, name: null, from: null, before: null, page: PAGE };

onBothStores('tasks', (rig) => {
  it('are created, listed newest first and narrowed by what was typed', async () => {
    const names = ['期末 50%_卷', '期末 50a卷', '😀 🏳️‍🌈', null] as const;
    const ids: number[] = [];
    for (const task_name of names) {
      ids.unshift((await rig.house.create({ task_name, config: STEM })).id);
      rig.house.clock.advance(1_000);
    }
    const list = async (asked: object) => {
      const { tasks, total } = await rig.house.store.read(rig.house.tasks.list, { ...ANY, ...asked });
      expect(tasks.length).toBeLessThanOrEqual(total);
      return tasks.map(({ id }) => id);
    };
    expect(await list({})).toEqual(ids);
    expect(await list({ name: '50%_' })).toEqual([ids[3]]);
    expect(await list({ name: '🏳️‍🌈' })).toEqual([ids[1]]);
    expect(await list({ name: String.raw`\ ` })).toEqual([]);
    expect(await list({ status: 'pending', page: { page: 2, page_size: 3 } })).toEqual([ids[3]]);
    expect(await list({ status: 'error' })).toEqual([]);
    const { created_at } = await rig.get(ids[0]!);
    const start = rig.house.time.dayStart(created_at.slice(0, 10))!;
    expect(await list({ from: start, before: start + 86_400_000 })).toEqual(ids);
    expect(await list({ before: start })).toEqual([]);
    expect(await rig.get(ids[0]!)).toMatchObject({
      task_name: '查找重复题目-20260501_093004',
      total_groups: 3,
      total_questions: 70,
      config: STEM,
    });
    expect(await rig.house.store.read(rig.house.tasks.get, { id: 99 })).toEqual({ refuse: 'TASKS_UNKNOWN' });
  });

  it('are started, paused, resumed and cancelled, and nothing else is', async () => {
    const { id } = await rig.house.create({ config: STEM });
    const { pause, resume, cancel, remove } = rig.house.control;
    const of = (value: unknown) => (isRefusal(value) ? value.refuse : (value as { message: string }).message);
    const since = rig.house.clock.now();
    expect(of(await rig.house.store.write(pause, { id }))).toBe('TASKS_NOT_RUNNING');
    expect(of(await rig.house.store.write(resume, { id, since }))).toBe('TASKS_NOT_PAUSED');
    expect(of(await rig.house.start(id))).toBe('任务已启动，正在后台执行');
    expect(of(await rig.house.start(id))).toBe('TASKS_ALREADY_RUNNING');
    expect(of(await rig.house.store.write(pause, { id }))).toBe('任务已暂停');
    expect(of(await rig.house.start(id))).toBe('TASKS_START_PAUSED');
    expect(of(await rig.house.store.write(resume, { id, since }))).toBe('任务已恢复运行');
    expect(of(await rig.house.store.write(cancel, { id }))).toBe('任务已取消');
    expect(of(await rig.house.store.write(cancel, { id }))).toBe('TASKS_NOT_CANCELLABLE');
    expect(of(await rig.house.start(id))).toBe('任务已启动，正在后台执行');
    await rig.house.working(() => rig.settled(id, 'completed'));
    expect(of(await rig.house.start(id))).toBe('TASKS_START_COMPLETED');
    rig.same('what is found', await rig.house.dump(id));
    expect(of(await rig.house.store.write(remove, { id }))).toBe('任务已删除');
    expect(of(await rig.house.store.write(remove, { id }))).toBe('TASKS_UNKNOWN');
    const nothing = await rig.house.dump(id + 1);
    await rig.house.working(() => soon(async () => expect(await rig.house.dump(id)).toEqual(nothing)));
    expect(await rig.house.orphans()).toBe(0);
  });

  it('let one of two win who ask at once', async () => {
    const { id } = await rig.house.create({ config: STEM });
    const extent = sure(await rig.house.store.read(rig.house.bank.extentNow, { id }));
    const starts = await Promise.all(
      [1, 2, 3, 4].map(() => rig.house.store.write(rig.house.control.start, { id, extent })),
    );
    expect(starts.filter(isRefusal)).toHaveLength(3);
    await rig.house.working(() => rig.settled(id, 'completed'));
    const asked = { task: id, what: 'clusters', rule: 'first', by: 'me' } as const;
    const begin = { task: id, type: 'all', reset: false, batch: 50, by: 'me' } as const;
    const deeds = await Promise.all<unknown>([
      rig.house.store.write(rig.house.keeps.all, asked),
      rig.house.store.write(rig.house.verify.verifications.begin, begin),
      rig.house.store.write(rig.house.keeps.all, asked),
      rig.house.store.write(rig.house.verify.verifications.begin, begin),
    ]);
    expect(deeds.filter(isRefusal)).toHaveLength(3);
  });

  it('go after their time, with all that they found', async () => {
    const id = await rig.completed();
    const waiting = await rig.house.create();
    expect(await rig.house.prune()).toBe(0);
    rig.house.clock.advance(31 * 86_400_000);
    expect(await rig.house.prune()).toBe(1);
    expect(await rig.house.store.read(rig.house.tasks.get, { id })).toEqual({ refuse: 'TASKS_UNKNOWN' });
    expect(await rig.get(waiting.id)).toMatchObject({ status: 'pending' });
    await rig.house.working(() => soon(async () => expect(await rig.house.orphans()).toBe(0)));
    // Whoever shows the list is told, once; to those in its room it is as it was.
    expect(rig.house.listed.filter((one) => 'deleted' in one)).toEqual([{ id, deleted: true }]);
    expect(rig.house.told.at(-1)).toMatchObject({ status: 'pending' });
  });

  it('go after their time a handful in a commit, however many there are', async () => {
    for (let n = 0; n < 51; n++) {
      const { id } = await rig.house.create();
      sure(await rig.house.store.write(rig.house.control.cancel, { id }));
    }
    rig.house.clock.advance(31 * 86_400_000);
    rig.house.listed.length = 0;
    // As many as were asked for: then retention asks again.
    expect(await rig.house.prune()).toBe(100);
    expect(rig.house.listed).toHaveLength(50);
    expect(await rig.house.prune()).toBe(1);
    expect(rig.house.listed).toHaveLength(51);
  });
});
