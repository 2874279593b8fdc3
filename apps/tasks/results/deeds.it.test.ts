import { expect, it } from 'vitest';
import { onBothStores, PAGE, STEM } from '../testing/on-both-stores.ts';
import { soon } from '../testing/server.ts';
import { sure } from '../testing/task-store.ts';
import { exportPage, type ExportPage, type ExportWhat } from './export-rows.ts';

const membersIn = (page: ExportPage) => page.lines.reduce((sum, { questions }) => sum + questions.length, 0);

onBothStores('results', (rig) => {
  async function exported(task: number, what: ExportWhat): Promise<ExportPage[]> {
    const pages: ExportPage[] = [];
    let after: ExportPage['last'] = null;
    do {
      const page: ExportPage = await rig.house.store.read(exportPage, { task, what, after });
      pages.push(page);
      after = page.last;
    } while (after !== null);
    return pages;
  }

  it('are verified again, by the same rules everywhere', async () => {
    const id = await rig.completed();
    const asked = { task: id, type: 'all', batch: 3, by: 'me' } as const;
    const { begin, get: look } = rig.house.verify.verifications;
    const verified = (reset: boolean) =>
      rig.house.working(async () => {
        sure(await rig.house.store.write(begin, { ...asked, reset }));
        return soon(async () => {
          const state = sure(await rig.house.store.read(look, { task: id }));
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
    const { exact_duplicate_pairs: exact, similar_duplicate_pairs: similar } = await rig.get(id);
    expect(exact + similar).toBe(first.verified_pairs);
    rig.same('what stands', await rig.house.dump(id));
    expect(await verified(true)).toMatchObject({ total_pairs: first.verified_pairs, filtered_pairs: 0 });
    expect(await rig.get(id)).toMatchObject({ status: 'pending', processed_groups: 0 });
    expect(await rig.house.store.write(begin, { ...asked, reset: false })).toMatchObject({
      refuse: 'TASKS_NOT_COMPLETED',
    });
  });

  it('show how far a second verification is, and end it when they are deleted', async () => {
    const id = await rig.completed();
    const shown = async () =>
      (await rig.house.progressRoom.snapshot(rig.house.store, `task/${id}`)).values[0];
    const { begin, get: look } = rig.house.verify.verifications;
    expect(await shown()).not.toHaveProperty('verifying');
    const asked = { task: id, type: 'similar', reset: false, batch: 50, by: 'me' } as const;
    sure(await rig.house.store.write(begin, asked));
    const verifying = { total_pairs: 14, seen_pairs: 0, filtered_pairs: 0 };
    expect(await shown()).toMatchObject({ status: 'completed', verifying });
    expect(rig.house.told.at(-1)).toMatchObject({ verifying });
    expect(rig.house.progressRoom.urgent?.(rig.house.told.at(-1)!)).toBe(false);
    expect(await rig.house.store.write(begin, asked)).toEqual({ refuse: 'TASKS_VERIFY_BUSY' });
    sure(await rig.house.store.write(rig.house.control.remove, { id }));
    expect(await rig.house.store.read(look, { task: id })).toEqual({ refuse: 'TASKS_UNKNOWN' });
    await rig.house.working(() => soon(async () => expect(await rig.house.orphans()).toBe(0)));
  });

  it('fall apart piece by piece where a set is huge, cut short or not', async () => {
    const answers = ['甲', '乙', '甲', null];
    await rig.house.addQuestions(
      Array.from({ length: 9_000 }, (_, n) => ({
        question_id: 1_001 + n,
        type: '4',
        subject_id: 9,
        subject_name: null,
        content: '请将正确的答案填在下面的横线上',
        answer: answers[n % 4] ?? `第${n}个答案`,
      })),
    );
    const config = { ...STEM, filters: { subject_id: 9 } };
    const { id } = await rig.house.create({ analysis_type: 'custom', config });
    await rig.house.working(async () => {
      sure(await rig.house.start(id));
      await rig.settled(id, 'completed');
    });
    const { begin, get: look } = rig.house.verify.verifications;
    const how = async () => sure(await rig.house.store.read(look, { task: id }));
    sure(await rig.house.store.write(begin, { task: id, type: 'all', reset: false, batch: 200, by: 'me' }));
    // Its thread is stopped as soon as something has gone.
    await rig.house.working(() => soon(async () => expect((await how()).filtered_pairs).toBeGreaterThan(0)));
    const cut = await how();
    await rig.house.working(() => soon(async () => expect(await how()).toMatchObject({ state: 'done' })));
    const pairsOf = (n: number) => (n * (n - 1)) / 2;
    const stand = pairsOf(4_500) + pairsOf(2_250);
    expect(await how()).toMatchObject({
      total_pairs: pairsOf(9_000),
      seen_pairs: pairsOf(9_000),
      verified_pairs: stand,
    });
    expect(cut.filtered_pairs).toBeGreaterThan(0);
    expect(await rig.get(id)).toMatchObject({ exact_duplicate_groups: 2, exact_duplicate_pairs: stand });
    for (const question_count of [4_500, 2_250]) {
      const sought = { task: id, type: null, subject_id: null, question_count };
      const { list } = sure(await rig.house.store.read(rig.house.groups.listGroups, { sought, page: PAGE }));
      expect(list.map(({ question_ids }) => question_ids.length)).toEqual([question_count]);
    }
    const sought = { task: id, type: null, subject_id: null };
    const clusters = sure(await rig.house.store.read(rig.house.groups.listClusters, { sought, page: PAGE }));
    expect(clusters.list.map(({ question_count }) => question_count)).toEqual([4_500, 2_250]);
    expect(await rig.house.orphans()).toBe(0);
  });

  it('list the most similar of very many duplicates, and count all', async () => {
    await rig.house.addQuestions(
      Array.from({ length: 1_200 }, (_, n) => ({
        question_id: 1_001 + n,
        type: '4',
        subject_id: 9,
        subject_name: null,
        content: '请将正确的答案填在下面的横线上，并说明理由和依据',
        ...(n > 0 && { answer: `第${n}个答案` }),
      })),
    );
    const { id } = await rig.house.create({
      analysis_type: 'custom',
      config: { filters: { subject_id: 9 } },
    });
    await rig.house.working(async () => {
      sure(await rig.house.start(id));
      await rig.settled(id, 'completed');
    });
    const sought = { task: id, verdict: 'similar', least: 0, type: null } as const;
    const { list } = sure(await rig.house.store.read(rig.house.pairs.listSides, { sought, page: PAGE }));
    const [first] = list as { question_id: number; duplicate_count: number; duplicates: unknown[] }[];
    expect(first).toMatchObject({ question_id: 1_001, duplicate_count: 1_199 });
    expect(first!.duplicates).toHaveLength(1_000);
  });

  it('are tidied, and that is undone', async () => {
    const id = await rig.completed();
    const asked = { task: id, what: 'clusters', rule: 'newest', by: 'me' } as const;
    const deed = sure(await rig.house.store.write(rig.house.keeps.all, asked));
    await rig.house.working(() => soon(async () => expect(await rig.house.deleted()).toHaveLength(25)));
    rig.same('what is deleted', await rig.house.deleted());
    const undone = sure(
      await rig.house.store.write(rig.house.keeps.undo, { task: id, id: deed.id, by: 'me' }),
    );
    expect(undone).toMatchObject({ state: 'undone', deleted: 25, restored: 25 });
    expect(await rig.house.deleted()).toEqual([]);
  });

  it('are tidied piece by piece where a set is huge, unless what stays is gone', async () => {
    const many = Array.from({ length: 33_000 }, (_, n) => ({
      question_id: 1_001 + n,
      type: '3',
      subject_id: null,
      subject_name: null,
      content: '下列说法是否正确',
    }));
    await rig.house.addQuestions(many);
    const id = await rig.completed({ ...STEM, filters: { type: '3' } });
    const clusters = { task: id, type: '3', subject_id: null };
    const { list } = sure(
      await rig.house.store.read(rig.house.groups.listClusters, { sought: clusters, page: PAGE }),
    );
    const { id: cluster, question_count } = list[0]!;
    expect(question_count).toBe(33_000);
    // More than the databases take values in a statement.
    const detail = sure(
      await rig.house.store.read(rig.house.groups.getCluster, { task: id, id: cluster }),
    ) as {
      question_ids: readonly number[];
      questions: readonly object[];
    };
    expect(detail).toMatchObject({ questions_left_out: 32_000 });
    expect([detail.question_ids.length, detail.questions.length]).toEqual([33_000, 1_000]);
    const pages = await exported(id, 'clusters');
    expect(Math.max(...pages.map(membersIn))).toBe(1_000);
    const lines = pages.flatMap((page) => page.lines).filter((line) => line.id === cluster);
    expect(lines.flatMap(({ questions }) => questions.map((one) => one.id))).toEqual(detail.question_ids);

    const one = { task: id, question: 1_234, target: { cluster }, by: 'me' };
    const { id: deed, state } = sure(await rig.house.store.write(rig.house.keeps.one, one));
    expect(state).toBe('running');
    const kept = async () =>
      sure(await rig.house.store.read(rig.house.keeps.list, { task: id, page: PAGE })).list.find(
        (row) => row.id === deed,
      );
    await rig.house.working(() => soon(async () => expect(await kept()).toMatchObject({ state: 'done' })));
    expect(await kept()).toMatchObject({ deleted: 32_999 });
    expect((await rig.house.deleted()).includes(1_234)).toBe(false);

    sure(await rig.house.store.write(rig.house.keeps.undo, { task: id, id: deed, by: 'me' }));
    await rig.house.working(() => soon(async () => expect(await kept()).toMatchObject({ state: 'undone' })));
    expect(await rig.house.deleted()).toEqual([]);

    const again = sure(await rig.house.store.write(rig.house.keeps.one, one));
    await rig.house.deleteQuestion(1_234);
    await rig.house.working(() =>
      soon(async () => {
        const [newest] = sure(
          await rig.house.store.read(rig.house.keeps.list, { task: id, page: PAGE }),
        ).list;
        expect(newest).toMatchObject({ id: again.id, state: 'done', deleted: 0 });
      }),
    );
    expect(await rig.house.deleted()).toEqual([1_234]);
  });

  it('are exported whole, in pages of bounded size', async () => {
    const [sets, copies] = [40, 60];
    await rig.house.addQuestions(
      Array.from({ length: sets * copies }, (_, n) => ({
        question_id: 1_001 + n,
        type: '3',
        subject_id: null,
        subject_name: null,
        content: `下列说法是否正确：${String.fromCodePoint(0x4e00 + (n % sets)).repeat(30)}`,
      })),
    );
    const id = await rig.completed();
    const pages = await exported(id, 'groups');
    const lines = pages.flatMap((page) => page.lines);
    expect(new Set(lines.map((line) => line.id)).size).toBe(lines.length);
    expect(lines.filter(({ questions }) => questions.length === copies)).toHaveLength(sets);
    expect(lines).toHaveLength((await rig.get(id)).exact_duplicate_groups);
    expect(Math.max(...pages.map(membersIn))).toBeLessThanOrEqual(1_000);
  });
});
