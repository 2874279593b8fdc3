import { isRefusal, refuse, type Refusal, type Route } from '@posthouse/kernel';
import * as Type from 'typebox';
import { TASK_STATUSES, type TaskStatus } from '../contract/states.ts';
import { NewTask } from '../contract/task.ts';
import { Word } from '../contract/text.ts';
import type { LocalTime } from '../local-time.ts';
import { readWish } from '../rules/new-task.ts';
import type { TasksStore } from '../store.ts';
import type { ListArgs } from '../store/tasks.ts';
import { answered, made } from './envelope.ts';
import { PageQuery, pageOf, paginated } from './paging.ts';
import { ById, route } from './route.ts';

const ListTasks = Type.Object({
  ...PageQuery,
  status: Word,
  task_name: Word,
  created_at_start: Word,
  created_at_end: Word,
});
type ListTasks = Type.Static<typeof ListTasks>;

const DAY = 86_400_000;

export function taskRoutes({ bank, tasks, statistics, time }: TasksStore): readonly Route[] {
  return [
    route<unknown, ListTasks>({
      method: 'GET',
      path: '/api/dedup/tasks',
      permission: 'tasks.task.read',
      summary: { zh: '查重任务列表', en: 'List tasks' },
      schema: { query: ListTasks },
      async handle(call) {
        const wanted = listOf(call.query, time);
        if (isRefusal(wanted)) return wanted;
        const { tasks: list, total } = await call.read(tasks.list, wanted);
        return answered('获取成功', paginated(list, wanted.page, total));
      },
    }),
    route<unknown, unknown, NewTask>({
      method: 'POST',
      path: '/api/dedup/tasks',
      permission: 'tasks.task.run',
      summary: { zh: '新建查重任务', en: 'Create a task' },
      schema: { body: NewTask },
      prefix: '创建任务失败',
      async handle(call) {
        const wish = readWish(call.body);
        if (isRefusal(wish)) return wish;
        const { name, analysis, config, settings } = wish;
        const extent = await call.read(bank.extent, { analysis, settings });
        const task = await call.write(tasks.create, { name, analysis, config, extent });
        return isRefusal(task) ? task : made('任务创建成功', task);
      },
    }),
    route<ById>({
      method: 'GET',
      path: '/api/dedup/tasks/:id',
      permission: 'tasks.task.read',
      summary: { zh: '查看查重任务', en: 'Read a task' },
      schema: { params: ById },
      async handle(call) {
        const task = await call.read(tasks.get, { id: Number(call.params.id) });
        return isRefusal(task) ? task : answered('获取成功', task);
      },
    }),
    route<ById>({
      method: 'GET',
      path: '/api/dedup/tasks/:id/statistics',
      permission: 'tasks.task.read',
      summary: { zh: '查重结果统计', en: 'What a task found, in figures' },
      schema: { params: ById },
      async handle(call) {
        const found = await call.read(statistics, { id: Number(call.params.id) });
        return isRefusal(found) ? found : answered('获取成功', found);
      },
    }),
  ];
}

/** What a list is asked for. Empty filters are none; a wrong one is refused, not ignored (fault 16). */
function listOf(query: ListTasks, time: LocalTime): ListArgs | Refusal {
  const status = wordOf(query.status);
  if (status !== null && !TASK_STATUSES.includes(status as TaskStatus)) return wrong('status', STATUS);
  const [from, last] = [query.created_at_start, query.created_at_end].map((day) => {
    const word = wordOf(day);
    return word === null ? null : (time.dayStart(word) ?? Number.NaN);
  }) as [number | null, number | null];
  if (Number.isNaN(from)) return wrong('created_at_start', DATE);
  if (Number.isNaN(last)) return wrong('created_at_end', DATE);
  return {
    status: status as TaskStatus | null,
    name: wordOf(query.task_name),
    from,
    before: last === null ? null : dayAfter(last, time),
    page: pageOf(query),
  };
}

const STATUS = {
  zh: `应为 ${TASK_STATUSES.join('、')} 之一`,
  en: `must be one of ${TASK_STATUSES.join(', ')}`,
};
const DATE = { zh: '应为日期，如 2026-05-01', en: 'must be a date such as 2026-05-01' };
const wrong = (at: string, must: object) => refuse('TASKS_FILTER', { at, must });

function wordOf(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

/** Days have 23 to 25 hours: a day and a half later it is the next one, whatever the clocks do. */
const dayAfter = (start: number, time: LocalTime): number =>
  time.dayStart(time.iso(start + DAY * 1.5).slice(0, 10)) ?? start + DAY;
