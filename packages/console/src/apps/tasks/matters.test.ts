import type { Task } from '@posthouse/tasks/contract';
import { expect, it } from 'vitest';
import type { Import } from './answers.ts';
import { createInstant } from './instant.ts';
import { mattersOf } from './matters.ts';

const task = (id: number, status: Task['status'], error: string | null = null) =>
  ({ id, status, task_name: `t${id}`, error_message: error }) as Task;
const brought = (id: number, change: Partial<Import>) =>
  ({
    id,
    name: `i${id}`,
    state: 'done',
    rejected: 0,
    error: null,
    ended_at: '2026-05-01T08:00:00',
    ...change,
  }) as Import;
const instant = createInstant('Asia/Shanghai');
const at = (time: string) => ({ now: instant(time), language: 'zh' as const, instant });

it('tells of tasks that failed, and of imports that left something out', () => {
  const code = { code: 'X', text: { zh: '坏了', en: 'broken' } };
  const found = mattersOf(
    [task(1, 'completed'), task(2, 'error', '没地方了')],
    [brought(3, {}), brought(4, { rejected: 7 }), brought(5, { state: 'failed', error: code })],
    at('2026-05-01T09:00:00'),
  );
  expect(found.map(({ word, about, n, why }) => [word, about, n, why])).toEqual([
    ['error', 2, 0, '没地方了'],
    ['rejected', 4, 7, null],
    ['importFailed', 5, 0, '坏了'],
  ]);
});

it('forgets an import after a day', () => {
  expect(mattersOf([], [brought(4, { rejected: 7 })], at('2026-05-02T09:00:00'))).toEqual([]);
});
