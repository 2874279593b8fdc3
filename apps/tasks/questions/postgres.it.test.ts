import { openPostgres } from '@posthouse/store-postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres } from '../../../test-support/postgres.ts';
import { createResultStore } from '../results/store.ts';
import type { Sought } from './search.ts';
import { Killed, openBank, time } from './testing/bank.ts';

const postgres = await startPostgres();

/** Everything that is written for two engines is asked of the other one once. */
describe.skipIf('missing' in postgres)('on PostgreSQL', () => {
  if ('missing' in postgres) return;
  const server = postgres.got;
  let bank: Awaited<ReturnType<typeof openBank>>;
  beforeAll(async () => {
    const url = await server.createDatabase();
    bank = await openBank((app, clock) => openPostgres({ url, clock, apps: [app] }));
  });
  afterAll(async () => {
    await bank.close();
    await server.stop();
  });

  const everything: Sought = {
    type: null,
    channel_code: null,
    subject_id: null,
    subject_name: null,
    chapter_id: null,
    attr: null,
    keyword: null,
    deleted: false,
  };
  const page = { page: 1, page_size: 20 };

  it('a file comes in whole, killed or not', async () => {
    const id = await bank.upload(
      `content,A,B,answer\n${Array.from({ length: 450 }, (_, n) => `题${n}_%,甲,乙,${n === 7 ? 'A B' : 'A'}`).join('\n')}\n`,
    );
    let died = false;
    await bank.read(id, {
      after: () => {
        if (died) return;
        died = true;
        throw new Killed();
      },
    });
    expect((await bank.report(id)).found).toMatchObject({ records: 450, accepted: 450 });
    const dump = await bank.dump();
    expect([dump.questions.length, dump.options.length, dump.answers.length, dump.chunks.length]).toEqual([
      450, 900, 450, 0,
    ]);
  });

  it('questions are found and counted', async () => {
    const sought = { ...everything, keyword: '题7_%' };
    const { questions, total } = await bank.store.read(bank.search.list, { sought, page });
    expect([total, questions[0]!.type, questions[0]!.correct_answer]).toEqual([1, '2', 'A,B']);
    const figures = await bank.store.read(bank.search.statistics, { channel_code: 'zxx', by: 'type' });
    expect(figures).toEqual({
      total: 450,
      statistics: [
        { type: '1', type_name: '单选题', count: 449 },
        { type: '2', type_name: '多选题', count: 1 },
      ],
    });
    const whole = JSON.stringify({
      question_id: 900,
      type: '8',
      content: 'x',
      answer: {
        type2: '1',
        sub_questions: [{ type: '3', content: 'y', answer: {}, options: [{ label: 'A', content: 'z' }] }],
      },
    });
    await bank.import(`${whole}\n${whole}\n{"content":"next"}`, { format: 'jsonl' });
    const ids = (await bank.dump()).questions.slice(-2).map(({ question_id }) => question_id);
    expect(ids).toEqual([900, 901]);
  });

  it('results are asked for in the same words', async () => {
    const { pairs, groups, keeps, exportFirst } = createResultStore(time);
    const sought = { task: 1, verdict: 'similar' as const, least: 0, type: '1' };
    const none = { refuse: 'TASKS_UNKNOWN' };
    expect(await bank.store.read(pairs.listPairs, { sought, page })).toEqual(none);
    expect(await bank.store.read(exportFirst, { task: 1, what: 'pairs' })).toEqual(none);
    await bank.fillTask([[1, 2, 3]], [{ a: 1, b: 2, similarity: 9_000 }]);
    expect(await bank.store.read(pairs.listPairs, { sought, page })).toMatchObject({ total: 1 });
    expect(await bank.store.read(pairs.listSides, { sought, page })).toMatchObject({
      total: 2,
      list: [
        { question_id: 1, duplicate_count: 1, max_similarity: 0.9, duplicates: [{ question_id: 2 }] },
        { question_id: 2, duplicate_count: 1, min_similarity: 0.9, duplicates: [{ question_id: 1 }] },
      ],
    });
    expect(await bank.store.read(groups.getCluster, { task: 1, id: 1 })).toMatchObject({
      question_ids: [1, 2, 3],
    });
    const first = await bank.store.read(exportFirst, { task: 1, what: 'clusters' });
    expect(first).toMatchObject({ last: null, lines: [{ id: 1, representative: 1 }] });
    const kept = await bank.store.write(keeps.one, {
      task: 1,
      question: 2,
      target: { cluster: 1 },
      by: 'me',
    });
    expect(kept).toMatchObject({ state: 'done', deleted: 2 });
    expect(await bank.store.write(keeps.undo, { task: 1, id: 1, by: 'me' })).toMatchObject({ restored: 2 });
  });
});
