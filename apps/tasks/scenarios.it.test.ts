import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillBank, type BankGroup } from './testing/bank.ts';
import { dumpOf } from './testing/dump.ts';
import { openOurTasks, type OurTasks } from './testing/our-tasks.ts';
import { Client, names, soon, type Heard } from './testing/server.ts';

const BANK: readonly BankGroup[] = [
  { type: '1', subject: '数学', questions: 8, exact: 1, pairs: 1 },
  { type: '4', subject: null, questions: 5, exact: 0, pairs: 2 },
  { type: '3', subject: '语文', questions: 1, exact: 0, pairs: 0 },
];
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}$/;
const ADMIN = { authorization: 'Bearer the-admin' };

let server: OurTasks;
let client: Client;

beforeAll(async () => {
  server = await openOurTasks(BANK, {
    POSTHOUSE_TOKENS: 'boss:admin:the-admin,hand:operator:the-hand,guest:viewer:the-guest',
  });
  client = new Client(server, ADMIN);
});
afterAll(async () => {
  await client[Symbol.asyncDispose]();
  await server.close();
});

const follow = (id: unknown) => client.follow(id, { auth: { token: 'the-guest' } });
const has = (heard: readonly Heard[], name: string) =>
  soon(() => {
    if (!names(heard).includes(name)) throw new Error(`no ${name} yet`);
  });

describe('a task from its creation to its end (contract §2, §4 and §5)', () => {
  it('is told to who joined it, in order and with all figures', async () => {
    const made = await client.ask('POST', '', { task_name: '期末', config: { method: 'stem' } });
    expect(made).toMatchObject({ status: 201, body: { success: true, message: '任务创建成功' } });
    const created = made.body.data;
    expect(created).toEqual({
      id: created.id,
      task_name: '期末',
      status: 'pending',
      progress_percentage: 0,
      analysis_type: 'full',
      total_groups: 3,
      processed_groups: 0,
      total_questions: 14,
      exact_duplicate_groups: 0,
      exact_duplicate_pairs: 0,
      similar_duplicate_pairs: 0,
      estimated_duration: 46,
      config: { method: 'stem' },
      started_at: null,
      completed_at: null,
      error_message: null,
      created_at: expect.stringMatching(TIME),
      updated_at: expect.stringMatching(TIME),
    });

    const { heard } = await follow(created.id);
    const other = await follow((await client.ask('POST', '')).body.data.id);
    const started = await client.ask('POST', `/${created.id}/start`);
    expect(started).toMatchObject({ status: 200, body: { message: '任务已启动，正在后台执行' } });
    expect(started.body.data).toMatchObject({ status: 'running', progress_percentage: 0 });
    await has(heard, 'task_completed');

    const [connected, status, ...rest] = heard;
    expect(connected).toEqual(['connected', { message: '连接成功' }]);
    expect(status).toEqual(['task_status', { task_id: created.id, status: 'pending', data: created }]);
    expect(rest[0]).toEqual([
      'task_progress',
      {
        task_id: created.id,
        status: 'running',
        processed_groups: 0,
        total_groups: 3,
        progress_percentage: 0,
        message: '任务已启动，正在后台执行',
      },
    ]);
    expect(rest.at(-2)).toEqual([
      'task_progress',
      {
        task_id: created.id,
        status: 'completed',
        processed_groups: 3,
        total_groups: 3,
        progress_percentage: 100,
        message: '已完成分组: 判断题 - 语文',
        current_group: { type_name: '判断题', subject_name: '语文', channel_code: 'zxx' },
      },
    ]);
    const done = (await client.ask('GET', `/${created.id}`)).body.data;
    expect(rest.at(-1)).toEqual(['task_completed', { task_id: created.id, data: done }]);
    expect(done).toMatchObject({
      status: 'completed',
      progress_percentage: 100,
      exact_duplicate_groups: 1,
      exact_duplicate_pairs: 1,
      similar_duplicate_pairs: 3,
      completed_at: expect.stringMatching(TIME),
    });
    expect(names(other.heard)).toEqual(['connected', 'task_status']);
  });

  it('of an empty choice is complete at once, and only that is told', async () => {
    const id = await client.create({ analysis_type: 'custom', config: { filters: { type: '9' } } });
    const { heard } = await follow(id);
    await client.ask('POST', `/${id}/start`);
    await has(heard, 'task_completed');
    const after = heard.slice(names(heard).indexOf('task_status') + 1);
    expect(after.map(([name, data]) => [name, data.status ?? data.data.status])).toEqual([
      ['task_progress', 'running'],
      ['task_completed', 'completed'],
    ]);
    expect(after[1]![1].data).toMatchObject({ total_groups: 0, progress_percentage: 100 });
  });

  it('that is incremental looks only where something has changed since', async () => {
    const full = await client.create();
    await client.ask('POST', `/${full}/start`);
    await client.settled(full, 'completed');
    const config = { method: 'stem' };
    const id = await client.create({ analysis_type: 'incremental', config });
    expect(await client.task(id)).toMatchObject({ total_groups: 0, total_questions: 0 });
    // By another measure everything is new.
    const strict = await client.create({
      analysis_type: 'incremental',
      config: { ...config, similarity_threshold: 0.9 },
    });
    expect(await client.task(strict)).toMatchObject({ total_groups: 3 });
  });

  it('compares what a custom choice lets through', async () => {
    const id = await client.create({
      analysis_type: 'custom',
      config: { method: 'stem', filters: { type: ['1', '3'], channel_code: 'zxx' } },
    });
    expect(await client.task(id)).toMatchObject({ total_groups: 2, total_questions: 9 });
    await client.ask('POST', `/${id}/start`);
    expect(await client.settled(id, 'completed')).toMatchObject({
      exact_duplicate_groups: 1,
      similar_duplicate_pairs: 1,
    });
  });

  it('is named after the moment of its creation, in local time', async () => {
    const { body } = await client.ask('POST', '');
    const [day, time] = body.data.created_at.slice(0, 19).replaceAll(/[-:]/g, '').split('T');
    expect(body.data.task_name).toBe(`查找重复题目-${day}_${time}`);
  });
});

describe('what is not there or not allowed', () => {
  it('has the old texts and codes', async () => {
    const ask = async (method: string, path: string, body?: unknown) => {
      const { status, body: said } = await client.ask(method, path, body);
      return [status, said.success, said.message, said.error_code];
    };
    const unknown = [404, false, '任务不存在', 'NOT_FOUND'];
    expect(await ask('GET', '/99999')).toEqual(unknown);
    expect(await ask('POST', '/99999/start')).toEqual(unknown);
    expect(await ask('DELETE', '/99999')).toEqual(unknown);
    expect(await ask('GET', '/99999/statistics')).toEqual(unknown);
    expect(await ask('POST', '/99999/reverify')).toEqual(unknown);
    expect((await ask('GET', '/abc'))[0]).toBe(404);
    expect(await ask('POST', '', { analysis_type: 'deep' })).toEqual([
      400,
      false,
      '分析类型无效，支持的类型：full, incremental, custom',
      'INVALID_PARAMETER',
    ]);
    const id = await client.create();
    expect(await ask('POST', `/${id}/pause`)).toEqual([
      400,
      false,
      '只能暂停运行中的任务，当前状态为: pending',
      'INVALID_STATUS',
    ]);
    expect(await ask('POST', `/${id}/reverify`, { verification_type: 'some' })).toEqual([
      400,
      false,
      '验证类型无效，支持的类型：similar, all',
      'INVALID_PARAMETER',
    ]);
    expect(await ask('DELETE', `/${id}`)).toEqual([200, true, '任务删除成功', undefined]);
  });

  it('may be anything that somebody sends, and changes nothing', async () => {
    const count = async () => (await client.ask('GET', '')).body.data.pagination.total;
    const before = await count();
    const deep = `{"config":${'['.repeat(5_000)}${']'.repeat(5_000)}}`;
    const nul = { analysis_type: 'custom', config: { filters: { type: 'a\0' } } };
    for (const body of [
      { task_name: 'a\0b' },
      { task_name: 'x'.repeat(201) },
      nul,
      deep,
      '[]',
      '{"__proto__":{}}',
    ]) {
      const { status, body: said } = await client.ask('POST', '', body);
      expect([status, said.success, said.error_code]).toEqual([400, false, 'INVALID_PARAMETER']);
    }
    for (const query of ['task_name=%00', 'created_at_end=0000-01-01', 'status=a&status=b']) {
      const { status, body: said } = await client.ask('GET', `?${query}`);
      expect([status, said.error_code]).toEqual([400, 'INVALID_PARAMETER']);
    }
    expect(await count()).toBe(before);
  });

  it('asks who is there, and says so with the words that clients act upon (contract §1)', async () => {
    const ask = async (authorization?: string, method = 'GET') => {
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      const { status, body } = await new Client(server, headers).ask(method, '');
      return [status, body.code];
    };
    expect(await ask()).toEqual([401, 'NO_TOKEN']);
    expect(await ask('Bearer nonsense')).toEqual([401, 'INVALID_TOKEN']);
    expect(await ask('the-guest')).toEqual([200, undefined]);
    expect(await ask('the-guest', 'POST')).toEqual([403, 'FORBIDDEN']);
    const healthy = await fetch(`${server.url}/api/health`);
    expect(await healthy.json()).toEqual({ status: 'healthy', message: '服务运行正常' });
  });

  it('fault 18: lets nobody follow a task who may not', async () => {
    const refused = await client.connect();
    expect(refused.first).toBe('TASKS_LOGIN_NEEDED');
    refused.socket.disconnect();
    const token = 'the-guest';
    for (const options of [
      { auth: { token } },
      { query: { token } },
      { extraHeaders: { authorization: `Bearer ${token}` } },
    ]) {
      const { first, socket } = await client.connect(options);
      expect(first).toBe('connected');
      socket.disconnect();
    }
  });

  it('is said to a socket in the old words', async () => {
    const { socket, heard } = await client.connect({ auth: { token: 'the-guest' } });
    for (const data of [{}, { task_id: 0 }, { task_id: '' }, null, { task_id: 99_999 }]) {
      socket.emit('join_task', data);
    }
    socket.emit('leave_task', {});
    socket.emit('leave_task', { task_id: 99_999 });
    await has(heard, 'left');
    const none = { message: '缺少 task_id' };
    expect(heard.filter(([name]) => name === 'error').map(([, data]) => data)).toEqual([
      none,
      none,
      none,
      none,
      { message: '任务 99999 不存在' },
    ]);
    expect(heard.at(-1)).toEqual(['left', { message: '已离开任务 99999 的房间' }]);
  });
});

describe('lists', () => {
  it('are paged, narrowed and newest first', async () => {
    const word = '50%_试卷';
    const ids: number[] = [];
    for (let n = 0; n < 3; n++) ids.unshift(await client.create({ task_name: `${word} ${n}` }));
    const list = async (query: string) => (await client.ask('GET', `?${query}`)).body.data;
    const named = `task_name=${encodeURIComponent(word)}`;
    const idsOf = ({ list: tasks }: { list: readonly { id: number }[] }) => tasks.map(({ id }) => id);

    expect(idsOf(await list(named))).toEqual(ids);
    expect(await list(`${named}&page=2&page_size=2`)).toMatchObject({
      list: [{ id: ids[2] }],
      pagination: { page: 2, page_size: 2, total: 3, total_pages: 2 },
    });
    expect((await list(`${named}&page=9`)).pagination).toMatchObject({ page: 9, total: 3 });
    expect((await list(`${named}&page=-1&page_size=zero`)).pagination).toMatchObject({
      page: 1,
      page_size: 20,
    });
    expect((await list(`${named}&page_size=0`)).pagination).toMatchObject({ page_size: 20 });
    expect(idsOf(await list(`task_name=${encodeURIComponent('50%%试卷')}`))).toEqual([]);
    expect((await list(`${named}&status=pending`)).pagination.total).toBe(3);
    expect((await list(`${named}&status=running`)).pagination).toEqual({
      page: 1,
      page_size: 20,
      total: 0,
      total_pages: 0,
    });
    const today = (await client.task(ids[0]!)).created_at.slice(0, 10);
    expect((await list(`${named}&created_at_start=${today}&created_at_end=${today}`)).pagination.total).toBe(
      3,
    );
    expect((await list(`${named}&created_at_end=2020-01-01`)).pagination.total).toBe(0);
    expect((await client.ask('GET', '?created_at_start=yesterday')).status).toBe(400);
  });
});

describe('the second verification (contract §9)', () => {
  it('is for administrators and completed tasks, and takes away what does not stand', async () => {
    const id = await client.create();
    const path = `/${id}/reverify`;
    expect((await client.ask('GET', path)).body.error_code).toBe('NOT_FOUND');
    const early = await client.ask('POST', path);
    expect(early).toMatchObject({
      status: 400,
      body: {
        message: '任务状态为 pending，只有已完成的任务才能进行二次验证',
        error_code: 'INVALID_STATUS',
      },
    });
    const operator = new Client(server, { authorization: 'Bearer the-hand' });
    expect((await operator.ask('POST', path)).status).toBe(403);

    await client.ask('POST', `/${id}/start`);
    await client.settled(id, 'completed');
    const kept = await client.ask('POST', path, { reset_task: false, verification_type: 'all' });
    // Neither options nor answers are in this bank: all are equally empty.
    expect(kept.body).toEqual({
      success: true,
      message: '二次验证完成，共验证 4 对重复题目，保留 4 对，过滤 0 对',
      data: {
        total_pairs: 4,
        verified_pairs: 4,
        filtered_pairs: 0,
        task_reset: false,
        verification_type: 'all',
      },
    });
    expect(await client.task(id)).toMatchObject({ status: 'completed' });
    const { data } = (await client.ask('GET', path)).body;
    expect(data).toMatchObject({ state: 'done', verification_type: 'all', seen_pairs: 4, verified_pairs: 4 });
    const reset = await client.ask('POST', path);
    expect(reset.body.message).toBe(
      '二次验证完成，共验证 3 对重复题目，保留 3 对，过滤 0 对，任务已重置为待运行状态',
    );
    expect(await client.task(id)).toMatchObject({ status: 'pending' });
  });
});

describe('two runs', () => {
  it('of one bank find the same, and a restart begins from nothing', async () => {
    const ids = [await client.create(), await client.create()];
    for (const id of ids) await client.ask('POST', `/${id}/start`);
    for (const id of ids) await client.settled(id, 'completed');
    const [one, two] = ids.map((id) => dumpOf(server.folder, id));
    expect(one).toBe(two);
    await client.ask('POST', `/${ids[1]}/reverify`);
    await client.ask('POST', `/${ids[1]}/start`);
    await client.settled(ids[1]!, 'completed');
    expect(dumpOf(server.folder, ids[1]!)).toBe(one);
  });

  it('leave nothing behind once their tasks are deleted', async () => {
    const id = await client.create();
    const nothing = dumpOf(server.folder, id + 1);
    await client.ask('POST', `/${id}/start`);
    await client.settled(id, 'completed');
    expect((await client.ask('DELETE', `/${id}`)).status).toBe(200);
    await soon(() => expect(dumpOf(server.folder, id)).toBe(nothing));
  });
});

describe('a second verification of a bank with options and answers', () => {
  it('keeps what is equal in them: pairs go, groups fall apart, clusters and figures follow', async () => {
    const of = { subject_id: 77, subject_name: '化学' };
    const stem = '下列各项中属于纯净物的是哪一项请选择';
    const blank = '空气中含量最多的气体的名称叫做什么请填写';
    fillBank(
      server.folder,
      [
        { ...of, question_id: 901, type: '1', content: stem, options: ['水', '空气'] },
        { ...of, question_id: 902, type: '1', content: stem, options: ['水', '空气'] },
        { ...of, question_id: 903, type: '1', content: stem, options: ['空气', '水'] },
        { ...of, question_id: 904, type: '4', content: `${blank}甲`, answer: '氮 气' },
        { ...of, question_id: 905, type: '4', content: `${blank}乙`, answer: '氮气' },
        { ...of, question_id: 906, type: '4', content: `${blank}丙`, answer: '氧气' },
      ],
      Date.now(),
    );
    const id = await client.create({
      analysis_type: 'custom',
      config: { method: 'stem', filters: { subject_id: 77 } },
    });
    await client.ask('POST', `/${id}/start`);
    expect(await client.settled(id, 'completed')).toMatchObject({
      exact_duplicate_groups: 1,
      exact_duplicate_pairs: 3,
      similar_duplicate_pairs: 3,
    });
    const { body } = await client.ask('POST', `/${id}/reverify`, {
      verification_type: 'all',
      reset_task: false,
      batch_size: 1,
    });
    expect(body.message).toBe('二次验证完成，共验证 6 对重复题目，保留 2 对，过滤 4 对');
    const { summary, by_type } = (await client.ask('GET', `/${id}/statistics`)).body.data;
    expect(summary).toMatchObject({
      exact_duplicate_groups: 1,
      exact_duplicate_pairs: 1,
      similar_duplicate_pairs: 1,
      total_duplicates: 2,
      unique_question_count: 4,
    });
    expect(by_type).toEqual([
      { type: '1', type_name: '单选题', exact_groups: 1, similar_pairs: 0 },
      { type: '4', type_name: '填空题', exact_groups: 0, similar_pairs: 1 },
    ]);
    // What is left stands: verified again, nothing more goes.
    const again = await client.ask('POST', `/${id}/reverify`, { verification_type: 'all' });
    expect(again.body.data).toMatchObject({ total_pairs: 2, filtered_pairs: 0, task_reset: true });
  });
});
