import { isRefusal } from '@posthouse/kernel';
import { describe, expect, it } from 'vitest';
import { TASK_STATUSES, type TaskStatus } from './contract/states.ts';
import { filled } from './http/envelope.ts';
import { tasksErrors } from './contract/errors.ts';
import { decideTask, estimatedDuration, progressOf, type TaskEvent } from './rules.ts';

/** The status a deed leads to, or the old server's words for why not. */
function after(status: TaskStatus, event: TaskEvent): string | null {
  const deed = decideTask(status, event);
  if (!isRefusal(deed)) return deed.status;
  const text = tasksErrors[deed.refuse as keyof typeof tasksErrors].text.zh;
  return filled(text, deed.detail);
}

const notRunning = (status: string) => `只能暂停运行中的任务，当前状态为: ${status}`;
const notPaused = (status: string) => `只能继续已暂停的任务，当前状态为: ${status}`;

describe('every call in every status (contract §5)', () => {
  it.each<[TaskStatus, string]>([
    ['pending', 'running'],
    ['running', '任务已在运行中'],
    ['paused', '任务已暂停，请使用继续接口恢复运行'],
    ['completed', '任务已完成，无法重新启动'],
    ['error', 'running'],
    ['cancelled', 'running'],
  ])('start in %s: %s', (status, end) => expect(after(status, { is: 'start' })).toBe(end));

  it.each(TASK_STATUSES)('pause in %s', (status) => {
    expect(after(status, { is: 'pause' })).toBe(status === 'running' ? 'paused' : notRunning(status));
  });

  it.each(TASK_STATUSES)('resume in %s', (status) => {
    const end = after(status, { is: 'resume', restarted: false });
    expect(end).toBe(status === 'paused' ? 'running' : notPaused(status));
  });

  it.each<[TaskStatus, string]>([
    ['pending', 'cancelled'],
    ['running', 'cancelled'],
    ['paused', 'cancelled'],
    ['error', 'cancelled'],
    ['completed', '任务状态为completed，无法取消'],
    ['cancelled', '任务状态为cancelled，无法取消'],
  ])('cancel in %s: %s', (status, end) => expect(after(status, { is: 'cancel' })).toBe(end));

  it.each(TASK_STATUSES)('delete in %s', (status) => {
    expect(after(status, { is: 'delete' })).toBeNull();
  });

  it.each(TASK_STATUSES)('a second verification in %s', (status) => {
    expect(after(status, { is: 'verify' })).toBe(
      status === 'completed' ? 'pending' : `任务状态为 ${status}，只有已完成的任务才能进行二次验证`,
    );
  });
});

describe('the work', () => {
  it.each<[TaskStatus, TaskEvent, string]>([
    ['pending', { is: 'start' }, 'begin'],
    ['error', { is: 'start' }, 'begin'],
    ['running', { is: 'pause' }, 'pause'],
    ['paused', { is: 'resume', restarted: false }, 'continue'],
    ['running', { is: 'cancel' }, 'end'],
    ['running', { is: 'delete' }, 'end'],
  ])('of a %s task follows %j: %s', (status, event, work) => {
    expect(decideTask(status, event)).toMatchObject({ work });
  });

  it('ends a running task', () => {
    expect(after('running', { is: 'done' })).toBe('completed');
    expect(after('running', { is: 'failed' })).toBe('error');
  });

  it.each(TASK_STATUSES.filter((status) => status !== 'running'))(
    'does not write over %s, which a person has decided (fault 1)',
    (status) => {
      expect(decideTask(status, { is: 'done' })).toHaveProperty('refuse');
      expect(decideTask(status, { is: 'failed' })).toHaveProperty('refuse');
    },
  );

  it('is said to be restarted after a new start of the hub', () => {
    const message = (restarted: boolean) => decideTask('paused', { is: 'resume', restarted });
    expect(message(false)).toMatchObject({ message: '任务已恢复运行' });
    expect(message(true)).toMatchObject({ message: '任务已重新启动并继续执行' });
  });
});

describe('figures', () => {
  it('estimate the duration in whole seconds', () => {
    expect(estimatedDuration({ questions: 0, groups: 0 })).toBe(30);
    expect(estimatedDuration({ questions: 9, groups: 2 })).toBe(40);
    expect(estimatedDuration({ questions: 85_000, groups: 537 })).toBe(11_215);
  });

  it('are percents with two decimals', () => {
    expect(progressOf({ processed: 1, total: 3, share: 0 })).toBe(33.33);
    expect(progressOf({ processed: 2, total: 3, share: 0 })).toBe(66.67);
    expect(progressOf({ processed: 0, total: 0, share: 0 })).toBe(0);
    expect(progressOf({ processed: 0, total: 1, share: 0.4231 })).toBe(42.31);
    expect(progressOf({ processed: 1, total: 2, share: 0.5 })).toBe(75);
  });
});
