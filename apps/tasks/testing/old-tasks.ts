import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';

/** A group of questions, as the imitation compares it: no question, only what would be found. */
export interface OldGroup {
  readonly type: string;
  readonly subject: string | null;
  readonly questions: number;
  readonly exact: number;
  readonly pairs: number;
}

interface OldTask {
  id: number;
  task_name: string;
  status: string;
  analysis_type: string;
  total_groups: number;
  processed_groups: number;
  total_questions: number;
  exact_duplicate_groups: number;
  exact_duplicate_pairs: number;
  similar_duplicate_pairs: number;
  error_message: string | null;
  config: unknown;
  rows: string[];
}

/** What the old server keeps on disk: it outlives a restart. */
export interface OldDisk {
  tasks: OldTask[];
  /** ONE progress file for the whole server (fault 2). */
  progress: { task: number; done: number; rows: string[] } | null;
}

export const emptyDisk = (): OldDisk => ({ tasks: [], progress: null });

const TYPES: Readonly<Record<string, string>> = { '1': '单选题', '4': '填空题' };

interface Answer {
  readonly status: number;
  readonly body: object;
}

/**
 * The old server of tasks, small, with its faults (contract §10): real HTTP and Socket.IO, a worker that takes turns with
 * the requests, and a disk that outlives it. Each fault is marked where it is made.
 */
export async function startOldTasks(groups: readonly OldGroup[], disk: OldDisk, port = 0) {
  const server = createServer((request, response) => void serve(request, response));
  // Fault 18: whoever connects may follow. Fault 23: nothing brings rooms back after a restart.
  const io = new Server(server, { cors: { origin: '*' } });
  let stopped = false;

  const percent = (task: OldTask) =>
    task.total_groups === 0 ? 0 : Math.round((task.processed_groups / task.total_groups) * 10_000) / 100;
  const toTask = ({ rows: _rows, ...task }: OldTask) => ({
    ...task,
    progress_percentage: percent({ ...task, rows: [] }),
  });
  const say = (id: number, event: string, data: object) => void io.to(`task_${id}`).emit(event, data);
  const progress = (task: OldTask, more: object) =>
    say(task.id, 'task_progress', {
      task_id: task.id,
      status: task.status,
      processed_groups: task.processed_groups,
      total_groups: task.total_groups,
      progress_percentage: percent(task),
      ...more,
    });

  io.on('connection', (socket) => {
    socket.emit('connected', { message: '连接成功' });
    socket.on('join_task', (data: { task_id: never }) => {
      try {
        const { task_id } = data;
        const task = disk.tasks.find(({ id }) => id === Number(task_id));
        if (!task_id) return void socket.emit('error', { message: '缺少 task_id' });
        if (!task) return void socket.emit('error', { message: `任务 ${String(task_id)} 不存在` });
        void socket.join(`task_${String(task_id)}`);
        // Fault 18: the id goes back as it came, a text for a text.
        socket.emit('task_status', { task_id, status: task.status, data: toTask(task) });
      } catch {
        // Fault 18: without an object there is an exception and no answer.
      }
    });
  });

  /** A turn of the worker takes as long as a few requests. */
  async function turn() {
    for (let n = 0; n < 200; n++) await new Promise((resolve) => setImmediate(resolve));
  }

  function fail(task: OldTask) {
    task.status = 'error';
    task.error_message = '(sqlite3.IntegrityError) UNIQUE constraint failed'; // Fault 17
    say(task.id, 'task_error', { task_id: task.id, error: task.error_message });
  }

  async function work(task: OldTask) {
    await turn();
    if (disk.progress && disk.progress.task !== task.id) disk.progress.task = task.id; // Fault 2
    disk.progress ??= { task: task.id, done: 0, rows: [] };
    if (task.status === 'running') {
      // Fault 3: somebody was faster. The other goes on, and the error stays.
      fail(task);
      task.status = 'running';
      return;
    }
    task.status = 'running'; // Fault 3: only here, not when it was asked for
    for (const group of groups.slice(task.processed_groups)) {
      const cached = task.status; // Fault 1: read before the group, used after it
      await turn();
      if (stopped) return;
      disk.progress ??= { task: task.id, done: 0, rows: [] };
      disk.progress.done++;
      const row = `${disk.progress.task}/${group.subject}`;
      if (disk.progress.rows.includes(row)) return fail(task); // Fault 2: what another task has written
      disk.progress.rows.push(row);
      task.status = cached === 'cancelled' || cached === 'paused' ? cached : 'running';
      task.processed_groups++;
      task.total_questions += group.questions; // Fault 5: they were counted at the start
      task.exact_duplicate_groups += group.exact; // Fault 12: on top of an earlier run
      task.similar_duplicate_pairs += group.pairs;
      const last = task.processed_groups === groups.length;
      if (last) task.status = 'completed';
      progress(task, { message: `已完成分组: ${TYPES[group.type]} - ${group.subject ?? 'None'}` }); // Fault 15
      if (!last) continue;
      task.rows = disk.progress.rows;
      disk.progress = null;
      say(task.id, 'task_completed', { task_id: task.id, data: toTask(task) });
    }
  }

  function start(task: OldTask): Answer {
    if (task.status === 'running') return refused('任务已在运行中');
    if (task.status === 'completed') return refused('任务已完成，无法重新启动');
    task.total_groups = groups.length;
    if (disk.progress?.task === task.id) disk.progress = null;
    task.processed_groups = 0; // Fault 12: this alone
    task.total_questions = groups.reduce((sum, { questions }) => sum + questions, 0);
    void work(task);
    // Faults 3, 13 and 14: the status from before, no percentage, no event.
    const { rows: _rows, ...plain } = task;
    return ok('任务已启动，正在后台执行', plain);
  }

  function control(task: OldTask, deed: string): Answer {
    if (deed === 'start') return start(task);
    if (deed === 'pause') {
      if (task.status !== 'running') return refused(`只能暂停运行中的任务，当前状态为: ${task.status}`);
      task.status = 'paused';
      progress(task, { message: '任务已暂停' });
      return ok('任务已暂停', toTask(task));
    }
    if (deed === 'resume') {
      if (task.status !== 'paused') return refused(`只能继续已暂停的任务，当前状态为: ${task.status}`);
      void work(task);
      return ok('任务已重新启动并继续执行', toTask(task));
    }
    task.status = 'cancelled'; // Faults 13 and 14
    const { rows: _rows, ...plain } = task;
    return ok('任务已取消', plain);
  }

  function statistics(task: OldTask): Answer {
    const exact = groups.filter((group) => group.exact > 0); // Fault 11: similar-only types vanish
    return ok('获取成功', {
      task: toTask(task),
      summary: {
        total_duplicates: task.exact_duplicate_groups + task.similar_duplicate_pairs,
        unique_question_count: Math.max(
          0,
          task.total_questions - task.exact_duplicate_pairs - task.similar_duplicate_pairs,
        ),
      },
      by_type: [...new Set(exact.map(({ type }) => type))].map((type) => ({ type })),
    });
  }

  function list(query: URLSearchParams): Answer {
    const asked = Number(query.get('page_size') ?? 20);
    const page_size = asked < 1 || asked > 100 ? 20 : asked; // Fault 16
    const status = query.get('status') ?? '';
    const known = ['pending', 'running', 'paused', 'completed', 'error', 'cancelled'].includes(status);
    const tasks = disk.tasks.filter((task) => !known || task.status === status); // Fault 16
    const all = tasks.map(toTask).reverse();
    return ok('获取成功', { list: all.slice(0, page_size), pagination: { page_size, total: all.length } });
  }

  function create(text: string): Answer {
    // Fault 17: what is no object is an exception, whose text goes out.
    const body = JSON.parse(text) as { task_name?: string; config?: unknown };
    const name = 'task_name' in body ? (body.task_name ?? (null as never)).trim() : '查找重复题目';
    const task: OldTask = {
      id: disk.tasks.length + 1,
      task_name: name,
      status: 'pending',
      analysis_type: 'full',
      total_groups: groups.length,
      processed_groups: 0,
      total_questions: groups.reduce((sum, { questions }) => sum + questions, 0),
      exact_duplicate_groups: 0,
      exact_duplicate_pairs: 0,
      similar_duplicate_pairs: 0,
      error_message: null,
      config: body.config, // Fault 6: unchecked
      rows: [],
    };
    disk.tasks.push(task);
    return { ...ok('任务创建成功', toTask(task)), status: 201 };
  }

  function route(method: string, url: URL, body: string): Answer {
    const [, id, deed] = /^\/api\/dedup\/tasks(?:\/(\d+)(?:\/(\w+))?)?$/.exec(url.pathname) ?? [];
    if (id === undefined) return method === 'POST' ? create(body) : list(url.searchParams);
    const task = disk.tasks.find((one) => one.id === Number(id));
    if (!task)
      return { status: 404, body: { success: false, message: '任务不存在', error_code: 'NOT_FOUND' } };
    if (deed === 'statistics') return statistics(task);
    if (method === 'POST') return control(task, deed!);
    if (method === 'GET') return ok('获取成功', toTask(task));
    disk.tasks.splice(disk.tasks.indexOf(task), 1); // Fault 22: its worker goes on, its room hears nothing
    return ok('任务删除成功', undefined);
  }

  async function serve(request: IncomingMessage, response: ServerResponse) {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    let answer: Answer;
    try {
      answer = route(request.method ?? 'GET', new URL(request.url ?? '/', 'http://old'), body);
    } catch (error) {
      // Fault 17
      const message = `创建任务失败: ${String(error)}`;
      answer = { status: 500, body: { success: false, message, error_code: 'INTERNAL_ERROR' } };
    }
    response
      .writeHead(answer.status, { 'content-type': 'application/json' })
      .end(JSON.stringify(answer.body));
  }

  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', () => resolve()));
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    async close() {
      stopped = true;
      await io.close();
    },
  };
}

const ok = (message: string, data: unknown): Answer => ({
  status: 200,
  body: { success: true, message, ...(data !== undefined && { data }) },
});
const refused = (message: string): Answer => ({
  status: 400,
  body: { success: false, message, error_code: 'INVALID_STATUS' },
});
