import type { Codec, RoomEvent } from '@posthouse/kernel';
import type { TaskEnd, TaskNow } from '../contract/task.ts';
import { eventsRoom } from '../store/rooms.ts';

const event = (name: string, data: unknown) => ({ data: JSON.stringify([name, data]) });

/** Statuses whose coming the durable log tells: said once, in order, also after a kill. */
const ENDS: readonly string[] = ['completed', 'error', 'cancelled'];

/**
 * The rooms in the words of the old server (contract §2). A state room's snapshot is `task_status`: that is the answer to
 * `join_task`, and what a client that comes back is told first.
 */
export const taskCodec: Codec = {
  id: 'tasks',

  encode(room, _key, said: RoomEvent) {
    if (said.kind === 'message') {
      if (room === eventsRoom.name) {
        const { event: name, data } = said.message as TaskEnd;
        return event(name, data);
      }
      const { task: _, ...progress } = said.message as TaskNow;
      return ENDS.includes(progress.status) ? null : event('task_progress', progress);
    }
    if (said.kind !== 'snapshot') return null;
    const [now] = said.values as readonly TaskNow[];
    if (!now) return null;
    const { task_id, status, task } = now;
    return event('task_status', { task_id, status, data: task });
  },

  direct: (message) => event(...(message as [string, unknown])),

  notice: (notice) =>
    notice.kind === 'refused' ? event('error', { message: `消息未处理（${notice.refusal.refuse}）` }) : null,
};
