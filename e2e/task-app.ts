import {
  isRefusal,
  type App,
  type Codec,
  type Endpoint,
  type Inbound,
  type LogRoom,
  type Op,
  type RoomEvent,
} from '@posthouse/kernel';
import { recoveryApp } from '@posthouse/transport-socketio/recovery';

/** Plain data, so that it crosses to the store's threads. */
export interface TaskConfig {
  /** How long a client may be away, in milliseconds. */
  readonly within: number;
}

/** One sequence for all tasks, because a Socket.IO client has one offset for all its rooms. */
export const taskEvents: LogRoom = {
  name: 'tasks/events',
  kind: 'log',
  keep: { count: 10_000, age: 3_600_000, durable: true },
  sequence: 'room',
  may: () => true,
};

export const publishTask: Op<{ task: number; numbers: readonly number[] }, number> = {
  name: 'tasks.publish',
  async run(tx, { task, numbers }) {
    for (const n of numbers) await tx.publish(taskEvents, `task/${task}`, { task_id: task, n });
    return numbers.length;
  },
};

export const taskEndpoint = (config: TaskConfig): Endpoint => ({
  name: 'tasks',
  transport: 'socketio',
  port: 0,
  host: '127.0.0.1',
  paths: /^\/socket\.io\//,
  origins: ['*'],
  maxMessage: 1_000_000,
  ping: 25_000,
  timeout: 20_000,
  open: ['127.0.0.1/32'],
  resume: { room: taskEvents.name, within: config.within },
});

const json = (event: string, value: unknown) => ({ data: JSON.stringify([event, value]) });

const codec: Codec = {
  id: 'tasks',
  encode: (_room, _key, event: RoomEvent) =>
    event.kind === 'message' ? json('task_completed', event.message) : null,
  direct: (message) => json(...(message as [string, unknown])),
};

/** The smallest app that behaves to its clients as the task server does: greet, join, leave, terminal events. */
function taskApp(config: TaskConfig): App {
  return {
    name: 'tasks',
    migrations: [],
    routes: [],
    errors: {},
    permissions: [],
    retention: [],
    ops: [publishTask],
    boxes: [],
    rooms: [taskEvents],
    endpoints: [taskEndpoint(config)],
    periodic: [],
    deadline: async () => {},
    start: async () => async () => {},
    async accept(peer, _hello, { rooms }): Promise<Inbound> {
      peer.codec = codec;
      peer.open();
      peer.send(['connected', { message: '连接成功' }]);
      return {
        async message(data) {
          const { event, args } = data as { event: string; args: [{ task_id: number }] };
          const key = `task/${args[0].task_id}`;
          if (event === 'leave_task') rooms.leave(peer, taskEvents.name, key);
          if (event !== 'join_task') return;
          const joined = await rooms.join(peer, taskEvents, key);
          if (!isRefusal(joined)) peer.send(['task_status', { task_id: args[0].task_id }]);
        },
        pong() {},
        closed() {},
      };
    },
  };
}

export function defineApps(config: TaskConfig): readonly App[] {
  return [taskApp(config), recoveryApp({ keep: config.within })];
}
