import { isRefusal, type Call, type Ms, type Refusal, type Route } from '@posthouse/kernel';
import type { TasksStore } from '../store.ts';
import type { Done } from '../store/control.ts';
import { answered } from './envelope.ts';
import { ById, route } from './route.ts';

/** What is known of this run of the hub. */
export interface Life {
  /** When it began. */
  since: Ms;
}

/** What people do to tasks (contract §5): each is one op, and the answer is the task as it left it (faults 3 and 13). */
export function controlRoutes({ bank, control }: TasksStore, life: Life): readonly Route[] {
  return [
    deed({
      word: 'start',
      prefix: '启动任务失败',
      summary: { zh: '启动查重任务', en: 'Start a task' },
      async run(call, id) {
        const extent = await call.read(bank.extentNow, { id });
        return isRefusal(extent) ? extent : call.write(control.start, { id, extent });
      },
    }),
    deed({
      word: 'pause',
      prefix: '暂停任务失败',
      summary: { zh: '暂停查重任务', en: 'Pause a task' },
      run: (call, id) => call.write(control.pause, { id }),
    }),
    deed({
      word: 'resume',
      prefix: '恢复任务失败',
      summary: { zh: '继续查重任务', en: 'Resume a task' },
      run: (call, id) => call.write(control.resume, { id, since: life.since }),
    }),
    deed({
      word: 'cancel',
      prefix: '取消任务失败',
      summary: { zh: '取消查重任务', en: 'Cancel a task' },
      run: (call, id) => call.write(control.cancel, { id }),
    }),
    route<ById>({
      method: 'DELETE',
      path: '/api/dedup/tasks/:id',
      permission: 'tasks.task.run',
      prefix: '删除任务失败',
      summary: { zh: '删除查重任务及其结果', en: 'Delete a task with what it found' },
      schema: { params: ById },
      async handle(call) {
        const done = await call.write(control.remove, { id: Number(call.params.id) });
        return isRefusal(done) ? done : answered('任务删除成功');
      },
    }),
  ];
}

interface Deed {
  readonly word: string;
  readonly prefix: string;
  readonly summary: Route['summary'];
  readonly run: (call: Call<ById>, id: number) => Promise<Done | Refusal>;
}

function deed({ word, prefix, summary, run }: Deed): Route {
  return route<ById>({
    method: 'POST',
    path: `/api/dedup/tasks/:id/${word}`,
    permission: 'tasks.task.run',
    prefix,
    summary,
    schema: { params: ById },
    async handle(call) {
      const done = await run(call, Number(call.params.id));
      return isRefusal(done) ? done : answered(done.message, done.task);
    },
  });
}
