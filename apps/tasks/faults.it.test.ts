import { afterAll, describe, expect, it } from 'vitest';
import type { BankGroup } from './testing/bank.ts';
import { openOurTasks } from './testing/our-tasks.ts';
import { openOldTasks } from './testing/old-server.ts';
import { Client, names, soon, type Answered, type Heard, type TaskServer } from './testing/server.ts';

/** Two types: one with copies, one with look-alikes only. */
const SMALL: readonly BankGroup[] = [
  { type: '1', subject: '数学', questions: 5, exact: 1, pairs: 0 },
  { type: '4', subject: null, questions: 4, exact: 0, pairs: 1 },
];
/** So many groups that people have their say while it runs. */
const LONG: readonly BankGroup[] = Array.from({ length: 2_400 }, (_, n) => ({
  type: '1',
  subject: `科目 ${n}`,
  questions: 2,
  exact: n % 3 === 0 ? 1 : 0,
  pairs: 0,
}));

type Look = (client: Client, server: TaskServer) => Promise<unknown>;
interface Seen {
  readonly old: unknown;
  readonly ours: unknown;
  readonly groups?: readonly BankGroup[];
}

/** One of ours per bank serves all scripts. */
const ours = new Map<readonly BankGroup[], Promise<TaskServer>>();

function openOurs(groups: readonly BankGroup[]): Promise<TaskServer> {
  let server = ours.get(groups);
  if (!server) ours.set(groups, (server = openOurTasks(groups)));
  return server;
}

afterAll(async () => {
  for (const server of ours.values()) await (await server).close();
});

/** One script at both servers: at the old one it shows the fault, at ours it does not. */
function fault(number: number, title: string, look: Look, seen: Seen): void {
  const { groups = SMALL } = seen;
  describe(`fault ${number}: ${title}`, () => {
    it('the old server has it', async () => {
      const server = await openOldTasks(groups);
      try {
        await using client = new Client(server);
        expect(await look(client, server)).toEqual(seen.old);
      } finally {
        await server.close();
      }
    });

    it('ours has not', async () => {
      const server = await openOurs(groups);
      await using client = new Client(server);
      expect(await look(client, server)).toEqual(seen.ours);
    });
  });
}

const isPaused = ([, data]: Heard) => data.message === '任务已暂停';
const isProgress = ([name]: Heard) => name === 'task_progress';

/** A task that is seen to have begun its groups. */
async function underWay(client: Client) {
  const id = await client.create();
  const { heard, socket } = await client.follow(id);
  await client.ask('POST', `/${id}/start`);
  await soon(() => {
    if (!heard.some(([name, data]) => name === 'task_progress' && data.processed_groups > 0)) {
      throw new Error('nothing is done yet');
    }
  });
  return { id, heard, socket };
}

/** Asks so often that a worker which goes on has the time to. */
async function statusInTheEnd(client: Client, id: number): Promise<string> {
  let status = '';
  for (let n = 0; n < 100; n++) status = (await client.task(id)).status;
  return status;
}

fault(
  1,
  'a pause while a group is in work is lost',
  async (client) => {
    const { id, heard } = await underWay(client);
    const { body } = await client.ask('POST', `/${id}/pause`);
    await client.settled(id, 'paused', 'running', 'completed');
    await soon(() => {
      if (!heard.some(isPaused)) throw new Error('nobody was told');
    });
    const status = await statusInTheEnd(client, id);
    const paused = heard.filter(isPaused).length;
    await client.ask('DELETE', `/${id}`);
    return { said: body.data.status, status: status === 'paused' ? 'paused' : 'goes on', paused };
  },
  {
    old: { said: 'paused', status: 'goes on', paused: 1 },
    ours: { said: 'paused', status: 'paused', paused: 1 },
    groups: LONG,
  },
);

fault(
  2,
  'two tasks at once destroy each other',
  async (client) => {
    const ids = [await client.create(), await client.create()];
    await Promise.all(ids.map((id) => client.ask('POST', `/${id}/start`)));
    const tasks = [];
    for (const id of ids) tasks.push(await client.settled(id, 'completed', 'error'));
    return tasks.map((task) => [task.status, task.exact_duplicate_groups, task.similar_duplicate_pairs]);
  },
  {
    old: [
      ['completed', 1, 1],
      ['error', 0, 0],
    ],
    ours: [
      ['completed', 1, 1],
      ['completed', 1, 1],
    ],
  },
);

fault(
  3,
  'two starts in a row are both accepted',
  async (client) => {
    const id = await client.create();
    const { heard } = await client.follow(id);
    const answers = [];
    for (let n = 0; n < 2; n++) answers.push((await client.ask('POST', `/${id}/start`)).body.message);
    const task = await client.settled(id, 'completed');
    return { answers, error: task.error_message !== null, heard: names(heard).includes('task_error') };
  },
  {
    old: {
      answers: ['任务已启动，正在后台执行', '任务已启动，正在后台执行'],
      error: true,
      heard: true,
    },
    ours: { answers: ['任务已启动，正在后台执行', '任务已在运行中'], error: false, heard: false },
    groups: LONG,
  },
);

fault(
  4,
  'after a restart of the server a running task stands still for ever',
  async (client, server) => {
    const { id } = await underWay(client);
    await server.restart();
    const refused = (await client.ask('POST', `/${id}/start`)).body.message;
    const before = await client.task(id);
    for (let n = 0; n < server.patience; n++) {
      const now = await client.task(id);
      const moves = now.processed_groups > before.processed_groups || now.status === 'completed';
      if (moves) return { refused, moves };
    }
    return { refused, moves: false };
  },
  {
    old: { refused: '任务已在运行中', moves: false },
    ours: { refused: '任务已在运行中', moves: true },
    groups: LONG,
  },
);

fault(
  5,
  'total_questions doubles',
  async (client) => {
    const id = await client.create();
    const created = (await client.task(id)).total_questions;
    await client.ask('POST', `/${id}/start`);
    return [created, (await client.settled(id, 'completed')).total_questions];
  },
  { old: [9, 18], ours: [9, 9] },
);

fault(
  6,
  'a configuration is stored unchecked',
  async (client) => {
    const { status, body } = await client.ask('POST', '', { config: { similarity_threshold: 'high' } });
    return [status, body.error_code];
  },
  { old: [201, undefined], ours: [400, 'INVALID_PARAMETER'] },
);

fault(
  11,
  'statistics add groups to pairs, and forget types with look-alikes only',
  async (client) => {
    const id = await client.create();
    await client.ask('POST', `/${id}/start`);
    await client.settled(id, 'completed');
    const { summary, by_type } = (await client.ask('GET', `/${id}/statistics`)).body.data;
    const types = by_type.map(({ type }) => type);
    return { unique: summary.unique_question_count, types };
  },
  { old: { unique: 17, types: ['1'] }, ours: { unique: 7, types: ['1', '4'] } },
);

fault(
  12,
  'a second run counts on top of the first',
  async (client, server) => {
    const { id } = await underWay(client);
    // Without a worker the old server keeps to a cancel.
    await server.restart();
    await client.ask('POST', `/${id}/cancel`);
    await client.ask('POST', `/${id}/start`);
    const { exact_duplicate_groups } = await client.settled(id, 'completed');
    return exact_duplicate_groups === 800 ? 'right' : 'wrong';
  },
  { old: 'wrong', ours: 'right', groups: LONG },
);

fault(
  13,
  'start and cancel answer half a task, of before',
  async (client) => {
    const id = await client.create();
    const shown = ({ body }: Answered) => [body.data.status, 'progress_percentage' in body.data];
    return [
      shown(await client.ask('POST', `/${id}/start`)),
      shown(await client.ask('POST', `/${id}/cancel`)),
    ];
  },
  {
    old: [
      ['pending', false],
      ['cancelled', false],
    ],
    ours: [
      ['running', true],
      ['cancelled', true],
    ],
    groups: LONG,
  },
);

fault(
  14,
  'who watches is not told of a cancel',
  async (client) => {
    const id = await client.create();
    const { heard } = await client.follow(id);
    await client.ask('POST', `/${id}/cancel`);
    await client.ask('POST', `/${id}/start`);
    await soon(() => {
      if (!heard.some(isProgress)) throw new Error('nothing yet');
    });
    const [first] = heard.filter(isProgress);
    return first![1].status;
  },
  { old: 'running', ours: 'cancelled' },
);

fault(
  15,
  'a missing subject is the text None',
  async (client) => {
    const id = await client.create();
    const { heard } = await client.follow(id);
    await client.ask('POST', `/${id}/start`);
    await soon(() => {
      if (!names(heard).includes('task_completed')) throw new Error('not yet');
    });
    return heard.findLast(isProgress)![1].message;
  },
  { old: '已完成分组: 填空题 - None', ours: '已完成分组: 填空题' },
);

fault(
  16,
  'a page of 101 becomes one of 20, a wrong status lists everything',
  async (client) => {
    const large = await client.ask('GET', '?page_size=101');
    const wrong = await client.ask('GET', '?status=happy');
    return [large.body.data.pagination.page_size, wrong.status];
  },
  { old: [20, 200], ours: [100, 400] },
);

fault(
  17,
  'nulls and bad JSON are a 500 with an exception in it',
  async (client) => {
    const nameless = await client.ask('POST', '', { task_name: null });
    const empty = await client.ask('POST', '');
    const broken = await client.ask('POST', '', '{"task_name": ');
    const leaks = /Error/.test(broken.body.message);
    return { statuses: [nameless.status, empty.status, broken.status], leaks };
  },
  {
    old: { statuses: [500, 500, 500], leaks: true },
    ours: { statuses: [201, 201, 400], leaks: false },
  },
);

fault(
  18,
  'join_task: no answer without an object, ids go back as texts',
  async (client) => {
    const id = await client.create();
    const { socket, heard } = await client.connect();
    socket.emit('join_task');
    socket.emit('join_task', { task_id: String(id) });
    await soon(() => {
      if (!names(heard).includes('task_status')) throw new Error('not yet');
    });
    const status = heard.find(([name]) => name === 'task_status')![1];
    return {
      said: heard.filter(([name]) => name === 'error').map(([, data]) => data),
      id: typeof status.task_id,
    };
  },
  { old: { said: [], id: 'string' }, ours: { said: [{ message: '缺少 task_id' }], id: 'number' } },
);

fault(
  22,
  'a deleted task works on, and its room is not told',
  async (client) => {
    const { id, heard } = await underWay(client);
    await client.ask('DELETE', `/${id}`);
    expect((await client.ask('GET', `/${id}`)).status).toBe(404);
    // Another request and its answer are behind whatever the deletion said.
    await statusInTheEnd(client, await client.create());
    return heard.findLast(isProgress)![1].message === '任务已删除';
  },
  { old: false, ours: true, groups: LONG },
);

fault(
  23,
  'a client that never re-joins hears nothing after a restart of the server',
  async (client, server) => {
    const id = await client.create();
    const { heard, socket } = await client.follow(id);
    const back = new Promise<void>(
      (resolve) => void socket.once('disconnect', () => socket.once('connect', resolve)),
    );
    await server.restart();
    await back;
    await client.ask('POST', `/${id}/start`);
    await client.settled(id, 'completed');
    await statusInTheEnd(client, id);
    return names(heard).filter((name) => name === 'task_completed').length;
  },
  { old: 0, ours: 1 },
);
