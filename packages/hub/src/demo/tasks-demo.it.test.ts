import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startHub, type TestHub } from '../testing/start-hub.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub({ POSTHOUSE_PRINT_VIRTUAL: 'false' });
});
afterAll(() => hub[Symbol.asyncDispose]());

async function ask<T>(path: string, method = 'GET', body?: unknown): Promise<T> {
  const reply = await fetch(hub.url + path, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return (await reply.json()) as T;
}

interface Listed<T> {
  readonly data: { readonly list: readonly T[] };
}
interface Task {
  readonly id: number;
  readonly status: string;
  readonly total_questions: number;
  readonly exact_duplicate_groups: number;
}
const tasks = async () => (await ask<Listed<Task>>('/api/dedup/tasks')).data.list;
const questions = async () =>
  (await ask<Listed<{ channel_code: string }>>('/api/questions?type=all&page_size=100')).data.list;

it('makes questions in a channel of their own, compares them, and goes without a trace', async () => {
  await ask('/api/demo', 'POST', { what: ['tasks'] });
  expect((await questions()).map(({ channel_code }) => channel_code)).toEqual(
    Array.from({ length: 10 }, () => 'demo'),
  );
  await vi.waitFor(async () => expect((await tasks())[0]).toMatchObject({ status: 'completed' }), 60_000);
  const [task] = await tasks();
  expect(task).toMatchObject({ total_questions: 10, exact_duplicate_groups: 3 });
  const kept = await ask<{ data: { deleted: number } }>(`/api/dedup/tasks/${task!.id}/keep-all`, 'POST', {
    what: 'exact',
    rule: 'first',
  });
  expect(kept).toMatchObject({ data: { task_id: task!.id } });
  await ask('/api/demo?what=tasks', 'DELETE');
  expect([await tasks(), await questions()]).toEqual([[], []]);
  expect((await ask<Listed<unknown>>('/api/questions?type=all&deleted=true')).data.list).toEqual([]);
}, 120_000);
