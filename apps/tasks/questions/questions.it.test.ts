import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHub, type TestHub } from '../../../packages/hub/src/testing/start-hub.ts';
import { clientOf, imported, type Client } from '../testing/dialect-client.ts';

let hub: TestHub;
let ask: Client;
let viewer: Client;
beforeAll(async () => {
  hub = await startHub({
    POSTHOUSE_PRINT_VIRTUAL: 'false',
    POSTHOUSE_TIMEZONE: 'Asia/Shanghai',
    POSTHOUSE_TOKENS: 'ada:admin:the-admins-token,eve:viewer:the-viewers-token',
  });
  ask = clientOf(hub.url, 'the-admins-token');
  viewer = clientOf(hub.url, 'the-viewers-token');
  const lines = [
    {
      question_id: 1,
      type: '1',
      content: '一',
      subject_id: 7,
      subject_name: '语文',
      sort: 3,
      options: [{ label: 'A', content: '甲' }],
      correct_answer: 'A',
      analysis: '略',
    },
    {
      question_id: 2,
      type: '2',
      content: '50% 的_数',
      subject_id: 7,
      subject_name: '语文',
      sort: 1,
      answer: ['A', 'C'],
    },
    { question_id: 3, type: '3', content: '三', correct_answer: '错误' },
    { question_id: 4, type: '4', content: '四', correct_answer: '二' },
    { question_id: 5, type: '9', content: '五' },
    { question_id: 6, type: '1', content: '六', channel_code: 'A001', sort: 2 },
  ];
  const file = lines.map((line) => JSON.stringify(line)).join('\n');
  const started = await ask(
    'POST',
    '/api/questions/import?format=jsonl&channel_code=zxx',
    file,
    'application/x-ndjson',
  );
  expect(started.status).toBe(202);
  expect(await imported(ask, started.body.data.id)).toMatchObject({
    state: 'done',
    accepted: 6,
    rejected: 0,
  });
});
afterAll(() => hub[Symbol.asyncDispose]());

const ids = (said: Awaited<ReturnType<Client>>) =>
  said.body.data.list.map(({ question_id }: { question_id: number }) => question_id);

describe('the list of questions', () => {
  it.each([
    ['', [3, 4, 5, 2, 6, 1]],
    ['type=1', [6, 1]],
    ['type=all', [3, 4, 5, 2, 6, 1]],
    ['type=all&subject_id=7', [2, 1]],
    ['type=all&subject_name=语文', [2, 1]],
    ['type=all&channel_code=A001', [6]],
    ['type=1&keyword=', [6, 1]],
    ['type=all&keyword=50%25', [2]],
    ['type=all&search=的_', [2]],
    ['type=all&keyword=%25_', []],
    ['type=8', []],
  ])('%s', async (query, expected) => {
    const said = await viewer('GET', `/api/questions?${query}`);
    expect([said.status, said.body.message, ids(said)]).toEqual([200, '获取成功', expected]);
  });

  it('needs numbers where numbers are meant', async () => {
    expect(await ask('GET', '/api/questions?type=1&subject_id=x')).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER', message: '参数无效：subject_id' },
    });
  });

  it('is paged; beyond the end there is nothing', async () => {
    const said = await ask('GET', '/api/questions?type=all&page=2&page_size=4');
    expect(ids(said)).toEqual([6, 1]);
    expect(said.body.data.pagination).toEqual({ page: 2, page_size: 4, total: 6, total_pages: 2 });
    expect((await ask('GET', '/api/questions?type=all&page=9')).body.data).toEqual({
      list: [],
      pagination: { page: 9, page_size: 20, total: 6, total_pages: 1 },
    });
    // Echoed, however far.
    const far = await ask('GET', '/api/questions?page=999999999999999&page_size=100');
    expect(far.body.data).toMatchObject({ list: [], pagination: { page: 999_999_999_999_999, total: 6 } });
    const clamped = await ask('GET', '/api/questions?type=all&page_size=500&page=-1');
    expect(clamped.body.data.pagination).toMatchObject({ page: 1, page_size: 100 });
  });
});

describe('a question', () => {
  it('has its answer nested and on top (fault 19), and only what it has', async () => {
    const one = (await ask('GET', '/api/questions/1')).body.data;
    expect(one).toMatchObject({
      type_name: '单选题',
      analysis: '略',
      answer: { correct_answer: 'A', option_true: 'A' },
      correct_answer: 'A',
      options: [{ label: 'A', content: '甲', seq: 1 }],
    });
    const wrong = (await ask('GET', '/api/questions/3')).body.data;
    expect(wrong).toMatchObject({
      answer: { correct_answer: '2', option_true: '2' },
      correct_answer: '0',
      options: [],
    });
    expect('analysis' in wrong).toBe(false);
    const other = (await ask('GET', '/api/questions/5')).body.data;
    expect(other).toMatchObject({ type_name: '未知题型', answer: null });
    expect('options' in other).toBe(false);
    const unanswered = (await ask('GET', '/api/questions/6')).body.data;
    expect(unanswered).toMatchObject({
      answer: { correct_answer: null, option_true: null },
      correct_answer: null,
    });
  });

  it('leaves out answer and analysis when asked to', async () => {
    const { data } = (await ask('GET', '/api/questions/1?include_answer=false&include_analysis=0')).body;
    expect(['answer', 'correct_answer', 'analysis'].filter((key) => key in data)).toEqual([]);
  });

  it('that is not there is 404, as is what cannot be an id', async () => {
    expect(await ask('GET', '/api/questions/99')).toMatchObject({
      status: 404,
      body: { message: '题目不存在或已被删除', error_code: 'NOT_FOUND' },
    });
    expect((await ask('GET', '/api/questions/1.5')).status).toBe(404);
  });

  it('is deleted and comes back', async () => {
    expect((await ask('DELETE', '/api/questions/4')).body).toMatchObject({
      success: true,
      data: { is_del: 1 },
    });
    expect((await ask('GET', '/api/questions/4')).status).toBe(404);
    expect(ids(await ask('GET', '/api/questions?type=all&deleted=true'))).toEqual([4]);
    expect((await ask('POST', '/api/questions/4/restore')).body.data).toEqual({ question_id: 4, is_del: 0 });
    expect((await ask('GET', '/api/questions/4')).status).toBe(200);
    expect((await ask('DELETE', '/api/questions/99')).status).toBe(404);
  });

  it('is changed by those who may', async () => {
    for (const [method, path] of [
      ['DELETE', '/api/questions/1'],
      ['POST', '/api/questions/1/restore'],
      ['DELETE', '/api/questions/imports/1'],
    ] as const) {
      expect(await viewer(method, path)).toMatchObject({ status: 403, body: { success: false } });
    }
    expect((await viewer('POST', '/api/questions/import', 'content\nx', 'text/csv')).status).toBe(403);
  });
});

describe('several questions', () => {
  it('come in the order in which they were asked for', async () => {
    const said = await ask('POST', '/api/questions/batch', { question_ids: [3, 99, 1] });
    expect(said.body.data.questions.map((one: { question_id: number }) => one.question_id)).toEqual([3, 1]);
    expect(said.body.data.not_found_ids).toEqual([99]);
  });

  it.each([
    ['no ids', {}],
    ['none', { question_ids: [] }],
    ['too many', { question_ids: Array.from({ length: 101 }, (_, at) => at + 1) }],
    ['no number', { question_ids: ['1'] }],
    ['no JSON', '{"question_ids":'],
  ])('%s: refused without a word of our insides (fault 17)', async (_, body) => {
    const said = await ask('POST', '/api/questions/batch', body);
    expect([said.status, said.body.error_code]).toEqual([400, 'INVALID_PARAMETER']);
    expect(said.body.message).not.toMatch(/Error|at |JSON\.parse|Unexpected/);
    // What of the input is missing or wrong.
    expect(said.body.message).toMatch(/^(输入有误: question_ids|请求体不是有效的 JSON)/);
  });

  it('are counted', async () => {
    expect((await ask('GET', '/api/questions/statistics')).body.data).toEqual({ total: 6 });
    expect((await ask('GET', '/api/questions/statistics?group_by=type&channel_code=zxx')).body.data).toEqual({
      total: 5,
      statistics: [
        { type: '1', type_name: '单选题', count: 1 },
        { type: '2', type_name: '多选题', count: 1 },
        { type: '3', type_name: '判断题', count: 1 },
        { type: '4', type_name: '填空题', count: 1 },
        { type: '9', type_name: '未知题型', count: 1 },
      ],
    });
    const { statistics } = (await ask('GET', '/api/questions/statistics?group_by=subject')).body.data;
    expect(statistics).toContainEqual({ subject_id: 7, subject_name: '语文', count: 2 });
    expect((await ask('GET', '/api/questions/statistics?group_by=x')).status).toBe(400);
  });
});

describe('an import', () => {
  it('tells GB18030 by itself, and what it left out', async () => {
    const gb = Uint8Array.from('\xcc\xe2\xb8\xc9\n\xbc\xd7\xd2\xd2\n\n', (one) => one.charCodeAt(0));
    const started = await ask('POST', '/api/questions/import?subject_name=x&type=4', gb, 'text/csv');
    expect(started.body.data).toMatchObject({ encoding: 'gb18030', state: 'waiting', format: 'csv' });
    expect(await imported(ask, started.body.data.id)).toMatchObject({
      state: 'done',
      accepted: 1,
      rejects: [],
    });
    expect((await ask('GET', '/api/questions?type=4&keyword=甲乙')).body.data.pagination.total).toBe(1);
  });

  it('takes what a form left empty for not said', async () => {
    const started = await ask(
      'POST',
      '/api/questions/import?type=&subject_name=+',
      'content\n空白\n',
      'text/csv',
    );
    expect(await imported(ask, started.body.data.id)).toMatchObject({ accepted: 1, rejected: 0 });
    const { list } = (await ask('GET', '/api/questions?keyword=空白')).body.data;
    expect(list).toMatchObject([{ type: '4', subject_name: null }]);
  });

  it('of a broken file ends with its code, which the list shows', async () => {
    const started = await ask('POST', '/api/questions/import', 'a,b\n1,2\n', 'text/csv');
    const ended = await imported(ask, started.body.data.id);
    const text = {
      zh: '第一行缺少必需的列 content',
      en: 'The first line lacks the column content, which is needed',
    };
    expect(ended).toMatchObject({ state: 'failed', error: { code: 'TASKS_IMPORT_HEADER', text } });
    const { list, pagination } = (await viewer('GET', '/api/questions/imports')).body.data;
    expect(list[0]).toMatchObject({ id: started.body.data.id, state: 'failed' });
    expect(pagination.total).toBe(list.length);
  });

  it('is cancelled while its file still arrives', async () => {
    const { promise: more, resolve: letGo } = Promise.withResolvers<void>();
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        controller.enqueue(new Uint8Array(300_000).fill(120));
        await more;
        controller.close();
      },
    });
    const uploading = fetch(`${hub.url}/api/questions/import`, {
      method: 'POST',
      headers: { authorization: 'Bearer the-admins-token', 'content-type': 'text/csv' },
      body,
      duplex: 'half',
    });
    let id: number | undefined;
    while (id === undefined) {
      const { list } = (await ask('GET', '/api/questions/imports')).body.data;
      if (list[0].state === 'uploading' && list[0].bytes > 0) id = list[0].id as number;
    }
    const cancelled = await ask('DELETE', `/api/questions/imports/${id}`);
    expect(cancelled.body).toMatchObject({
      success: true,
      message: '导入已取消',
      data: { state: 'cancelled' },
    });
    letGo();
    const answer = await uploading;
    expect([answer.status, ((await answer.json()) as { reason: string }).reason]).toEqual([
      400,
      'TASKS_IMPORT_OVER',
    ]);
  });

  it('is refused when nothing can come of it', async () => {
    const refused = async (query: string, body: string | Uint8Array<ArrayBuffer>, type = 'text/csv') => {
      const said = await ask('POST', `/api/questions/import${query}`, body, type);
      return [said.status, said.body.error_code, said.body.reason];
    };
    expect(await refused('', '')).toEqual([400, 'INVALID_PARAMETER', 'TASKS_IMPORT_EMPTY']);
    expect(await refused('?format=table', 'x')).toEqual([400, 'INVALID_PARAMETER', 'TASKS_IMPORT_TABLE']);
    expect(await refused('?format=xml', 'x')).toEqual([400, 'INVALID_PARAMETER', 'HUB_INVALID_INPUT']);
    expect((await refused('', '{}', 'application/json'))[0]).toBe(400);
    for (const signature of [
      [0x50, 0x4b, 0x03, 0x04],
      [0xd0, 0xcf, 0x11, 0xe0],
      [0x1f, 0x8b, 0x08],
    ]) {
      const workbook = Uint8Array.from([...signature, ...new Uint8Array(600_000)]);
      const said = await refused('?name=题库.xlsx', workbook);
      expect(said).toEqual([400, 'INVALID_PARAMETER', 'TASKS_IMPORT_WORKBOOK']);
    }
    expect(await ask('DELETE', '/api/questions/imports/1')).toMatchObject({
      status: 400,
      body: { reason: 'TASKS_IMPORT_OVER' },
    });
    expect((await ask('GET', '/api/questions/imports/999')).status).toBe(404);
  });
});

it('the broken file alone was worth a warning', () => expect(hub.warnings).toEqual(['a work failed']));
