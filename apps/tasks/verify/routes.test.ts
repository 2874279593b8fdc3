import { isReply, type Call } from '@posthouse/kernel';
import { createFakeClock } from '@posthouse/kernel/testing';
import { describe, expect, it } from 'vitest';
import type { Verification } from './ops.ts';
import { verifyRoutes } from './routes.ts';
import type { VerifyStore } from './store.ts';

const begun: Verification = {
  state: 'running',
  verification_type: 'similar',
  total_pairs: 9_000,
  seen_pairs: 0,
  verified_pairs: 0,
  filtered_pairs: 0,
  task_reset: false,
  error: null,
  by: 'me',
  created_at: '2026-05-01T09:30:00.000',
  ended_at: null,
};

/** The answer to a second verification that looks like this after so many milliseconds. */
async function answered(states: readonly (readonly [after: number, change: Partial<Verification>])[]) {
  const clock = createFakeClock();
  const from = clock.mono();
  const begin = { name: 'begin' };
  const now = () => states.findLast(([after]) => clock.mono() - from >= after)?.[1];
  const call = {
    params: { id: '1' },
    body: {},
    principal: { id: 'me' },
    kernel: { clock },
    write: async () => begun,
    read: async () => ({ ...begun, ...now() }),
  } as unknown as Call<never, never, never>;
  const [post] = verifyRoutes({ verifications: { begin } } as unknown as VerifyStore);
  const tick = () => {
    clock.advance(50);
    return new Promise<false>((resolve) => void setImmediate(() => resolve(false)));
  };
  const answer = post!.handle(call);
  const over = answer.then(() => true);
  let isOver = false;
  while (!isOver) isOver = await Promise.race([over, tick()]);
  return { value: await answer, after: clock.mono() - from };
}

describe('who asks for a second verification', () => {
  it('hears of its end in the words of the contract, as soon as it has ended', async () => {
    const done = { state: 'done', seen_pairs: 9_000, filtered_pairs: 4, task_reset: true } as const;
    const { value, after } = await answered([[3_000, done]]);
    expect(value).toEqual({
      success: true,
      message: '二次验证完成，共验证 9000 对重复题目，保留 8996 对，过滤 4 对，任务已重置为待运行状态',
      data: {
        total_pairs: 9_000,
        verified_pairs: 8_996,
        filtered_pairs: 4,
        task_reset: true,
        verification_type: 'similar',
      },
    });
    expect(after).toBeLessThan(3_200);
  });

  it('is answered before the known client gives up, and told where it is', async () => {
    const { value, after } = await answered([[1_000, { seen_pairs: 2_000, verified_pairs: 2_000 }]]);
    expect(isReply(value)).toBe(true);
    expect(value).toMatchObject({
      status: 202,
      body: {
        success: true,
        message: '二次验证正在后台进行，已验证 2000/9000 对重复题目',
        data: { state: 'running', total_pairs: 9_000, verified_pairs: 2_000, task_reset: false },
      },
    });
    expect(after).toBeGreaterThan(5_000);
    expect(after).toBeLessThan(10_000);
  });

  it('hears that it has failed', async () => {
    const failed = { state: 'failed', error: 'KERNEL_WORK_CRASHED' } as const;
    expect((await answered([[500, failed]])).value).toEqual({ refuse: 'KERNEL_WORK_CRASHED' });
  });
});
