import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSheet } from '@posthouse/export/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHub, type TestHub } from '../../../packages/hub/src/testing/start-hub.ts';
import { clientOf, type Client } from '../testing/dialect-client.ts';
import { startOldResults } from '../testing/old-results.ts';
import { fillResults } from './testing/fill.ts';

const BASE = '/api/dedup/tasks/1';
/** Pairs of 0.6 to 0.9999 around question 500, beside the few that tests look at. */
const CROWD = 400;
const questions = [
  ...[1, 2, 3, 4, 5, 6].map((id) => ({
    id,
    content: id <= 3 ? '<p>若 a<b&nbsp;求 x</p>' : `题目 ${id}`,
    answer: 'A',
    made: id * 1_000,
    ...(id === 2 && { analysis: '略' }),
  })),
  { id: 7, content: '=1+1 是', type: '3', answer: '2' },
  { id: 8, content: '=1+1 是', type: '3', answer: '1' },
  ...Array.from({ length: CROWD + 1 }, (_, n) => ({ id: 500 + n, content: `众 ${n}` })),
];
const pairs = [
  { a: 3, b: 4, similarity: 9_500 },
  { a: 4, b: 5, similarity: 8_182, subject: null },
  { a: 5, b: 6, similarity: 500 },
  { a: 7, b: 8, similarity: 10_000, verdict: 'variant' as const, reason: 'answer,polarity' },
  ...Array.from({ length: CROWD }, (_, n) => ({ a: 500, b: 501 + n, similarity: 6_000 + n })),
];

let folder: string;
let hub: TestHub;
let ask: Client;
let viewer: Client;
let old: Awaited<ReturnType<typeof startOldResults>>;
let askOld: Client;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'posthouse-results-'));
  hub = await startHub({
    POSTHOUSE_DATA: folder,
    POSTHOUSE_PRINT_VIRTUAL: 'false',
    POSTHOUSE_TIMEZONE: 'Asia/Shanghai',
    POSTHOUSE_TOKENS: 'ada:admin:the-admins-token,eve:viewer:the-viewers-token',
  });
  fillResults(
    folder,
    {
      questions,
      groups: [
        [1, 2, 3],
        [7, 8],
      ],
      clusters: [
        [1, 2, 3, 4],
        [5, 6],
      ],
      pairs,
    },
    Date.now(),
  );
  ask = clientOf(hub.url, 'the-admins-token');
  viewer = clientOf(hub.url, 'the-viewers-token');
  old = await startOldResults({
    questions: questions.map(({ id, content }) => ({
      question_id: id,
      type: '1',
      content,
      option_true: 'A',
      is_del: id === 2 ? 1 : 0,
    })),
    group: [1, 2, 3],
    pairs: pairs.map(({ a, b, similarity }, n) => ({
      id: n + 1,
      question_id_1: a,
      question_id_2: b,
      similarity: similarity / 10_000,
    })),
  });
  askOld = clientOf(old.url);
});
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
  await old.close();
  rmSync(folder, { recursive: true, force: true });
});

const isDeleted = async (id: number) => (await ask('GET', `/api/questions/${id}`)).status === 404;
async function deletedOf(...ids: number[]) {
  const marks = await Promise.all(ids.map(isDeleted));
  return ids.filter((_, at) => marks[at]);
}

describe('exact groups', () => {
  it('are listed newest first, and narrowed', async () => {
    const { data } = (await viewer('GET', `${BASE}/exact-groups`)).body;
    expect(data.pagination).toEqual({ page: 1, page_size: 20, total: 2, total_pages: 1 });
    expect(data.list[1]).toEqual({
      id: 1,
      task_id: 1,
      content_hash: 'd41d8cd98f00b204e9800998ecf8427e',
      question_count: 3,
      question_ids: [1, 2, 3],
      group: { type: '1', type_name: '单选题', subject_id: 7, subject_name: '语文', channel_code: 'zxx' },
      detected_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/),
    });
    const count = async (query: string) =>
      (await ask('GET', `${BASE}/exact-groups?${query}`)).body.data.pagination.total;
    expect(await count('question_count=2')).toBe(1);
    expect(await count('group_type=4')).toBe(0);
    expect(await count('subject_id=7')).toBe(2);
    expect((await ask('GET', `${BASE}/exact-groups?question_count=x`)).status).toBe(400);
  });

  it('and what is not there is said exactly', async () => {
    expect(await ask('GET', '/api/dedup/tasks/9/exact-groups')).toMatchObject({
      status: 404,
      body: { success: false, message: '任务不存在', error_code: 'NOT_FOUND' },
    });
    expect((await ask('GET', `${BASE}/exact-groups/99`)).body.message).toBe('重复组不存在');
    expect((await ask('GET', '/api/dedup/tasks/2/exact-groups/1')).body.message).toBe('重复组不存在');
    expect((await ask('GET', `${BASE}/similar-pairs/9999`)).body.message).toBe('重复对不存在');
    expect((await ask('GET', `${BASE}/clusters/99`)).status).toBe(404);
    expect((await ask('GET', `${BASE}/exact-groups/x`)).status).toBe(404);
  });
});

describe('faults of old', () => {
  it('fault 15: a missing subject is left out of lists and null in details, never "None"', async () => {
    const was = await askOld('GET', `${BASE}/exact-groups/1`);
    expect(was.body.data.group.subject_name).toBe('None');
    const { list } = (await ask('GET', `${BASE}/similar-pairs?format=pairs&min_similarity=0.8`)).body.data;
    const without = list.find((one: { question_id_1: number }) => one.question_id_1 === 4);
    expect('subject_name' in without.group).toBe(false);
    const detail = (await ask('GET', `${BASE}/similar-pairs/${without.id}`)).body.data;
    expect(detail.group.subject_name).toBeNull();
  });

  it('fault 16: 0 is 0, and too large a page is the largest', async () => {
    const query = `${BASE}/similar-pairs?format=pairs&min_similarity=0&page_size=101`;
    expect((await askOld('GET', query)).body.data.pagination).toMatchObject({ page_size: 20, total: 3 });
    expect((await ask('GET', query)).body.data.pagination).toMatchObject({
      page_size: 100,
      total: CROWD + 3,
    });
    expect((await ask('GET', `${BASE}/similar-pairs?min_similarity=2`)).status).toBe(400);
    expect((await ask('GET', `${BASE}/similar-pairs?min_similarity=x`)).status).toBe(400);
  });

  it("fault 17: malformed JSON is the caller's mistake, and nothing of the insides is told", async () => {
    const was = await askOld('POST', '/api/questions/batch', '{"question_ids":');
    expect([was.status, was.body.message]).toEqual([500, expect.stringContaining('SyntaxError')]);
    const now = await ask('POST', '/api/questions/batch', '{"question_ids":');
    expect([now.status, now.body.error_code]).toEqual([400, 'INVALID_PARAMETER']);
    expect(now.body.message).not.toContain('SyntaxError');
  });

  it('fault 19: the answer is nested and on top, in the words its dialog knows', async () => {
    const was = (await askOld('GET', `${BASE}/exact-groups/1`)).body.data.questions[0];
    expect([was.answer.correct_answer, was.correct_answer]).toEqual(['A', undefined]);
    const now = (await ask('GET', `${BASE}/exact-groups/1`)).body.data.questions[0];
    expect([now.answer.correct_answer, now.correct_answer]).toEqual(['A', 'A']);
    const wrong = (await ask('GET', `${BASE}/exact-groups/2`)).body.data.questions[0];
    expect([wrong.answer.correct_answer, wrong.correct_answer]).toEqual(['2', '0']);
  });

  it('fault 20: every member is there with its cleaned text, deleted ones too', async () => {
    const was = (await askOld('GET', `${BASE}/exact-groups/1`)).body.data;
    expect(was.question_ids).toHaveLength(3);
    expect(
      was.questions.map((one: { cleaned_content?: string }) => one.cleaned_content !== undefined),
    ).toEqual([true, false]);
    await ask('DELETE', '/api/questions/2');
    const now = (await ask('GET', `${BASE}/exact-groups/1`)).body.data;
    expect(now.question_ids).toEqual([1, 2, 3]);
    expect(
      now.questions.map((one: { question_id: number; is_del: number }) => [one.question_id, one.is_del]),
    ).toEqual([
      [1, 0],
      [2, 1],
      [3, 0],
    ]);
    expect(new Set(now.questions.map((one: { cleaned_content: string }) => one.cleaned_content))).toEqual(
      new Set(['若 a<b 求 x']),
    );
    await ask('POST', '/api/questions/2/restore');
  });

  it('fault 21: a page of pairs costs a page, not all pairs and a query for each', async () => {
    const was = await askOld('GET', `${BASE}/similar-pairs?format=pairs&min_similarity=0.6`);
    expect(Number(was.headers.get('x-rows'))).toBeGreaterThan(CROWD);
    expect(Number(was.headers.get('x-queries'))).toBeGreaterThan(CROWD);
    // Ours is counted where it is read: results/pairs.test.ts.
    const now = await ask('GET', `${BASE}/similar-pairs?format=pairs&min_similarity=0.6`);
    expect(now.body.data.list).toHaveLength(20);
    expect(now.body.data.pagination.total).toBe(CROWD + 2);
  });
});

describe('similar pairs', () => {
  it('are listed by similarity, from a threshold that counts itself', async () => {
    const { data } = (await viewer('GET', `${BASE}/similar-pairs?format=pairs&min_similarity=0.8182`)).body;
    expect(data.list.map((one: { similarity: number }) => one.similarity)).toEqual([0.95, 0.8182]);
    expect(data.list[0]).toMatchObject({ question_id_1: 3, question_id_2: 4, duplicate_type: 'similar' });
    expect('format' in data).toBe(false);
  });

  it('or by question, each pair under both', async () => {
    const { data } = (await ask('GET', `${BASE}/similar-pairs`)).body;
    expect(data.format).toBe('grouped');
    expect(data.pagination.total).toBe(3);
    expect(data.list.map((one: { question_id: number }) => one.question_id)).toEqual([3, 4, 5]);
    expect(data.list[1]).toEqual({
      question_id: 4,
      duplicate_count: 2,
      duplicates: [
        { question_id: 3, similarity: 0.95, pair_id: 1 },
        { question_id: 5, similarity: 0.8182, pair_id: 2 },
      ],
      max_similarity: 0.95,
      min_similarity: 0.8182,
      group: expect.objectContaining({ type: '1', type_name: '单选题' }),
    });
    expect(data.list[2].group.subject_name).toBeNull();
    const beyond = (await ask('GET', `${BASE}/similar-pairs?page=9`)).body.data;
    expect([beyond.list, beyond.pagination.total]).toEqual([[], 3]);
  });

  it('have both questions in detail, or null where one is deleted', async () => {
    const detail = (await ask('GET', `${BASE}/similar-pairs/2`)).body.data;
    expect(detail).toMatchObject({
      question_1: { question_id: 4, cleaned_content: '题目 4' },
      question_2: { question_id: 5 },
    });
    await ask('DELETE', '/api/questions/5');
    expect((await ask('GET', `${BASE}/similar-pairs/2`)).body.data.question_2).toBeNull();
    await ask('POST', '/api/questions/5/restore');
  });

  it('that are variants are listed apart, with reasons and their difference', async () => {
    const { list } = (await ask('GET', `${BASE}/similar-pairs?format=pairs&verdict=variant`)).body.data;
    expect(list).toEqual([
      expect.objectContaining({ duplicate_type: 'variant', reasons: ['answer', 'polarity'] }),
    ]);
    const { data } = (await viewer('GET', `${BASE}/pairs/${list[0].id}/diff`)).body;
    expect(data.pair.id).toBe(list[0].id);
    expect(data.diff.stem).toEqual([{ in: 'both', text: '=1+1 是' }]);
    expect((await ask('GET', `${BASE}/similar-pairs?verdict=x`)).status).toBe(400);
  });
});

it('clusters show all copies of a question', async () => {
  const { data } = (await viewer('GET', `${BASE}/clusters`)).body;
  expect(data.list.map((one: { question_ids: number[] }) => one.question_ids)).toEqual([
    [1, 2, 3, 4],
    [5, 6],
  ]);
  const one = (await ask('GET', `${BASE}/clusters/1`)).body.data;
  expect(one.questions).toHaveLength(4);
  expect(one.representative).toBe(1);
});

describe('keeping one', () => {
  it('deletes the others of its set, and undoing brings exactly those back', async () => {
    await ask('DELETE', '/api/questions/3');
    const kept = await ask('POST', `${BASE}/keep`, { question_id: 2, group_id: 1 });
    expect(kept.body).toMatchObject({
      message: '已保留该题，删除 1 道重复题',
      data: { state: 'done', deleted: 1, question_id: 2 },
    });
    expect(await deletedOf(1, 2, 3)).toEqual([1, 3]);
    const undone = await ask('POST', `${BASE}/keeps/${kept.body.data.id}/undo`);
    expect(undone.body.data).toMatchObject({ state: 'undone', restored: 1 });
    // Question 3 was deleted by hand before: that stays.
    expect(await deletedOf(1, 2, 3)).toEqual([3]);
    expect((await ask('POST', `${BASE}/keeps/${kept.body.data.id}/undo`)).body.reason).toBe(
      'TASKS_KEEP_UNDONE',
    );
    await ask('POST', '/api/questions/3/restore');
  });

  it('undone, leaves alone what a person restored and deleted again', async () => {
    const kept = await ask('POST', `${BASE}/keep`, { question_id: 5, cluster_id: 2 });
    await ask('POST', '/api/questions/6/restore');
    await ask('DELETE', '/api/questions/6');
    expect((await ask('POST', `${BASE}/keeps/${kept.body.data.id}/undo`)).body.data.restored).toBe(0);
    expect(await deletedOf(5, 6)).toEqual([6]);
    await ask('POST', '/api/questions/6/restore');
  });

  it('is refused where it makes no sense, and changes nothing', async () => {
    const reason = async (body: object, path = `${BASE}/keep`) => (await ask('POST', path, body)).body.reason;
    expect(await reason({ question_id: 1 })).toBe('TASKS_KEEP_TARGET');
    expect(await reason({ question_id: 1, group_id: 1, cluster_id: 1 })).toBe('TASKS_KEEP_TARGET');
    expect(await reason({ question_id: 9, group_id: 1 })).toBe('TASKS_KEEP_MEMBER');
    expect(await reason({ question_id: 1, group_id: 9 })).toBe('TASKS_GROUP_UNKNOWN');
    expect(await reason({ question_id: 1, cluster_id: 9 })).toBe('TASKS_CLUSTER_UNKNOWN');
    expect(await reason({ what: 'exact', rule: 'first' }, '/api/dedup/tasks/2/keep-all')).toBe(
      'TASKS_KEEP_UNFINISHED',
    );
    const refused = await ask('POST', `${BASE}/keep-all`, { what: 'exact', rule: 'best' });
    expect([refused.status, refused.body.message]).toEqual([400, '输入有误: rule']);
    const missing = await ask('POST', `${BASE}/keep-all`, { rule: 'first' });
    expect(missing.body).toMatchObject({ message: '输入有误: what', error_code: 'INVALID_PARAMETER' });
    expect((await viewer('POST', `${BASE}/keep`, { question_id: 1, group_id: 1 })).status).toBe(403);
    expect((await viewer('POST', `${BASE}/keep-all`, { what: 'exact', rule: 'first' })).status).toBe(403);
    expect((await viewer('POST', `${BASE}/keeps/1/undo`)).status).toBe(403);
    expect((await ask('POST', '/api/dedup/tasks/2/keeps/1/undo')).status).toBe(404);
    expect(await deletedOf(1, 2, 3, 4, 5, 6)).toEqual([]);
  });

  it('of every set by a rule is one deed, and one undo', async () => {
    const settled = async (id: number, state: string) => {
      for (;;) {
        const { list } = (await viewer('GET', `${BASE}/keeps`)).body.data;
        const keep = list.find((one: { id: number }) => one.id === id);
        if (keep.state === state) return keep;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    for (const [what, rule, gone] of [
      ['clusters', 'first', [2, 3, 4, 6]],
      ['clusters', 'newest', [1, 2, 3, 5]],
      ['exact', 'with_analysis', [1, 3, 8]],
    ] as const) {
      const started = await ask('POST', `${BASE}/keep-all`, { what, rule });
      expect(started.status).toBe(202);
      expect(await settled(started.body.data.id, 'done')).toMatchObject({ deleted: gone.length });
      expect(await deletedOf(1, 2, 3, 4, 5, 6, 7, 8)).toEqual(gone);
      await ask('POST', `${BASE}/keeps/${started.body.data.id}/undo`);
      expect(await settled(started.body.data.id, 'undone')).toMatchObject({ restored: gone.length });
      expect(await deletedOf(1, 2, 3, 4, 5, 6, 7, 8)).toEqual([]);
    }
  });
});

describe('exports', () => {
  const download = async (query: string, locale = 'zh-CN') => {
    const response = await fetch(`${hub.url}${BASE}/export?${query}`, {
      headers: { authorization: 'Bearer the-viewers-token', 'accept-language': locale },
    });
    return { response, bytes: new Uint8Array(await response.arrayBuffer()) };
  };

  it('are CSV that Excel opens and no formula hides in', async () => {
    const { response, bytes } = await download('what=groups&format=csv');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="task-1-groups.csv"');
    expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).split('\r\n')).toEqual([
      '\uFEFF重复组,题型,科目,渠道,题目ID,已删除,题干',
      ...[1, 2, 3].map((id) => `1,单选题,语文,zxx,${id},false,若 a<b 求 x`),
      ...[7, 8].map((id) => `2,单选题,语文,zxx,${id},false,'=1+1 是`),
      '',
    ]);
  });

  it('are Excel, in the language asked for', async () => {
    const clusters = readSheet((await download('what=clusters&format=xlsx', 'en')).bytes);
    expect(clusters[0]).toEqual([
      'Cluster',
      'Type',
      'Subject',
      'Channel',
      'Question',
      'Representative',
      'Deleted',
      'Text',
    ]);
    expect(clusters.slice(1).map((row) => [row[0], row[4], row[5]])).toEqual([
      ['1', '1', '1'],
      ['1', '2', '0'],
      ['1', '3', '0'],
      ['1', '4', '0'],
      ['2', '5', '1'],
      ['2', '6', '0'],
    ]);
    // More pairs than a page of the reader has.
    const all = readSheet((await download('what=pairs')).bytes);
    expect(all).toHaveLength(1 + pairs.length);
    expect(all[4]).toEqual([
      '4',
      '单选题',
      '语文',
      'zxx',
      '1',
      'variant',
      'answer,polarity',
      '7',
      '=1+1 是',
      '8',
      '=1+1 是',
    ]);
  });

  it('of a task that is not there are refused, not empty', async () => {
    expect((await ask('GET', '/api/dedup/tasks/9/export?what=pairs')).status).toBe(404);
    expect((await ask('GET', `${BASE}/export?what=all`)).status).toBe(400);
  });
});

it('what was kept is gone with its task; what it deleted stays so, and can be restored', async () => {
  const kept = await ask('POST', `${BASE}/keep`, { question_id: 5, cluster_id: 2 });
  expect((await ask('DELETE', BASE)).status).toBe(200);
  expect((await ask('POST', `${BASE}/keeps/${kept.body.data.id}/undo`)).body.reason).toBe(
    'TASKS_KEEP_UNKNOWN',
  );
  expect(await deletedOf(5, 6)).toEqual([6]);
  expect((await ask('POST', '/api/questions/6/restore')).status).toBe(200);
});

it('nothing of all this was worth a warning', () => expect(hub.warnings).toEqual([]));
