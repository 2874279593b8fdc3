import { describe, expect, it } from 'vitest';
import type { Task, TaskNow } from '../contract/task.ts';
import { eventsRoom } from '../store/rooms.ts';
import { taskCodec } from './codec.ts';
import { taskIdOf } from './task-id.ts';

const task = { id: 5, status: 'running' } as Task;
const now: TaskNow = {
  task_id: 5,
  status: 'running',
  processed_groups: 1,
  total_groups: 4,
  progress_percentage: 25,
  message: '已完成分组: 单选题 - 数学',
  task,
};
const said = (room: string, event: Parameters<typeof taskCodec.encode>[2]) => {
  const frame = taskCodec.encode(room, 'task/5', event);
  return frame && (JSON.parse(String(frame.data)) as unknown);
};

describe('the rooms in the old words', () => {
  it('a value is task_progress with all four figures', () => {
    const { task: _, ...progress } = now;
    expect(said('tasks/progress', { kind: 'message', message: now })).toEqual(['task_progress', progress]);
  });

  it.each(['completed', 'error', 'cancelled'] as const)('%s is left to the log', (status) => {
    expect(said('tasks/progress', { kind: 'message', message: { ...now, status } })).toBeNull();
  });

  it('a snapshot is task_status; of no task there is none', () => {
    expect(said('tasks/progress', { kind: 'snapshot', values: [now] })).toEqual([
      'task_status',
      { task_id: 5, status: 'running', data: task },
    ]);
    expect(said('tasks/progress', { kind: 'snapshot', values: [] })).toBeNull();
  });

  it('the log has its own words', () => {
    const message = { event: 'task_error', data: { task_id: 5, error: '…' } };
    expect(said(eventsRoom.name, { kind: 'message', message })).toEqual(['task_error', message.data]);
  });
});

describe('the id of a task', () => {
  it.each([undefined, null, 0, '', '0', ' ', true, {}, [5]])('%j is none', (asked) => {
    expect(taskIdOf(asked)).toEqual({ given: null, id: null });
  });

  it.each([5, '5', ' 5 ', '05'])('%j is 5 (fault 18)', (asked) => {
    expect(taskIdOf(asked)).toEqual({ given: '5', id: 5 });
  });

  it.each([-1, 1.5, 'five', 1e300])('%j is no task', (asked) => {
    expect(taskIdOf(asked).id).toBeNull();
    expect(taskIdOf(asked).given).not.toBeNull();
  });
});
