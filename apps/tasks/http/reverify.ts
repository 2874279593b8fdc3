import { isRefusal, refuse, type Call, type Op, type Route } from '@posthouse/kernel';
import { Reverify } from '../contract/task.ts';
import type { TasksStore } from '../store.ts';
import type { Look, Split } from '../store/reverify.ts';
import { answered } from './envelope.ts';
import { ById, route } from './route.ts';

const TYPES: readonly unknown[] = ['similar', 'all'];
const BATCH = 50;

/** Looks at a completed task's results once more, with stricter rules, and takes away what does not stand. */
export function reverifyRoute({ reverify }: TasksStore): Route {
  return route<ById, unknown, Reverify>({
    method: 'POST',
    path: '/api/dedup/tasks/:id/reverify',
    permission: 'tasks.task.verify',
    prefix: '二次验证失败',
    summary: { zh: '二次验证查重结果', en: "Verify a task's results again" },
    schema: { params: ById, body: Reverify },
    async handle(call) {
      const { verification_type = 'similar', reset_task = true, batch_size = BATCH } = call.body;
      if (!TYPES.includes(verification_type)) return refuse('TASKS_VERIFICATION_TYPE');
      const id = Number(call.params.id);
      const looks = [reverify.lookAtPairs, ...(verification_type === 'all' ? [reverify.lookAtGroups] : [])];
      const { pairs, failed, splits } = await lookThrough(call, id, looks, batch_size);
      const done = await call.write(reverify.apply, { id, failed, splits, reset: reset_task });
      if (isRefusal(done)) return done;
      const verified = pairs - done.filtered;
      const tail = reset_task ? '，任务已重置为待运行状态' : '';
      return answered(
        `二次验证完成，共验证 ${pairs} 对重复题目，保留 ${verified} 对，过滤 ${done.filtered} 对${tail}`,
        {
          total_pairs: pairs,
          verified_pairs: verified,
          filtered_pairs: done.filtered,
          task_reset: reset_task,
          verification_type,
        },
      );
    },
  });
}

/** Reads in batches, so that no other reader waits for the whole of it. */
async function lookThrough(
  call: Call<ById, unknown, Reverify>,
  task: number,
  looks: readonly Op<{ task: number; after: number; limit: number }, Look>[],
  limit: number,
) {
  let pairs = 0;
  const failed: number[] = [];
  const splits: Split[] = [];
  for (const look of looks) {
    for (let after: number | null = 0; after !== null;) {
      const found: Look = await call.read(look, { task, after, limit });
      pairs += found.pairs;
      failed.push(...found.failed);
      splits.push(...found.splits);
      after = found.next;
    }
  }
  return { pairs, failed, splits };
}
