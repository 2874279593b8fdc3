import { isRefusal, refuse, reply, type Call, type Ms, type Refusal, type Route } from '@posthouse/kernel';
import { VERIFICATION_TYPES, type VerificationType } from '../contract/states.ts';
import { Reverify } from '../contract/task.ts';
import { answered } from '../http/envelope.ts';
import { ById, route } from '../http/route.ts';
import type { VerifyStore } from './store.ts';
import type { Verification } from './ops.ts';

const PATH = '/api/dedup/tasks/:id/reverify';
const BATCH = 50;
/** The known client waits ten seconds for an answer. */
const PATIENCE: Ms = 8_000;
const LOOK: Ms = 50;

/** Looks at a completed task's results once more, with stricter rules, and takes away what does not stand. */
export function verifyRoutes({ verifications }: VerifyStore): readonly Route[] {
  /** When it has ended, or nobody should wait any longer. */
  async function ended(call: Call, task: number): Promise<Verification | Refusal> {
    const { clock } = call.kernel;
    const until = clock.mono() + PATIENCE;
    for (;;) {
      const found = await call.read(verifications.get, { task });
      if (isRefusal(found) || found.state !== 'running' || clock.mono() >= until) return found;
      await new Promise<void>((resolve) => void clock.after(LOOK, resolve));
    }
  }

  return [
    route<ById, unknown, Reverify>({
      method: 'POST',
      path: PATH,
      permission: 'tasks.task.verify',
      prefix: '二次验证失败',
      summary: {
        zh: '二次验证查重结果；久的在后台继续（202）',
        en: "Verify a task's results again; what takes long goes on in the background (202)",
      },
      schema: { params: ById, body: Reverify },
      async handle(call) {
        const {
          verification_type: type = 'similar',
          reset_task: reset = true,
          batch_size: batch = BATCH,
        } = call.body;
        if (!VERIFICATION_TYPES.includes(type as VerificationType)) return refuse('TASKS_VERIFICATION_TYPE');
        const task = Number(call.params.id);
        const asked = { task, type: type as VerificationType, reset, batch, by: call.principal.id };
        const begun = await call.write(verifications.begin, asked);
        if (isRefusal(begun)) return begun;
        const found = await ended(call, task);
        if (isRefusal(found)) return found;
        if (found.state === 'failed') return refuse(found.error ?? 'KERNEL_INTERNAL');
        return found.state === 'done'
          ? answered(...summed(found))
          : reply({ status: 202, body: answered(...sofar(found)) });
      },
    }),
    route<ById>({
      method: 'GET',
      path: PATH,
      permission: 'tasks.task.read',
      summary: { zh: '最近一次二次验证的进展与结果', en: 'How the last verification gets on, or ended' },
      schema: { params: ById },
      async handle(call) {
        const found = await call.read(verifications.get, { task: Number(call.params.id) });
        return isRefusal(found) ? found : answered('获取成功', found);
      },
    }),
  ];
}

const sofar = (found: Verification): [message: string, data: Verification] => [
  `二次验证正在后台进行，已验证 ${found.seen_pairs}/${found.total_pairs} 对重复题目`,
  found,
];

/** The answer in the words of the contract. */
function summed({
  total_pairs,
  filtered_pairs,
  task_reset,
  verification_type,
}: Verification): [string, object] {
  const verified_pairs = total_pairs - filtered_pairs;
  const tail = task_reset ? '，任务已重置为待运行状态' : '';
  return [
    `二次验证完成，共验证 ${total_pairs} 对重复题目，保留 ${verified_pairs} 对，过滤 ${filtered_pairs} 对${tail}`,
    { total_pairs, verified_pairs, filtered_pairs, task_reset, verification_type },
  ];
}
