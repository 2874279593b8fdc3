import {
  isRefusal,
  refuse,
  type Endpoint,
  type Inbound,
  type Kernel,
  type Peer,
  type Refusal,
} from '@posthouse/kernel';
import type { TasksConfig } from '../config.ts';
import { FOLLOWER_ROLE } from '../contract/permissions.ts';
import type { TasksStore } from '../store.ts';
import { eventsRoom, taskKey } from '../store/rooms.ts';
import { taskCodec } from './codec.ts';
import { taskIdOf } from './task-id.ts';

/** How long a client may be away and still be told what it missed. */
const AWAY = 120_000;

/**
 * The main port's Socket.IO (contract §1): ping 25 s, pong within 20 s. Whether a page of another site may come is
 * decided at the hub's door; who has passed it may read the answers (`*`).
 */
export const tasksEndpoint = ({ open }: TasksConfig): Endpoint => ({
  name: 'tasks',
  transport: 'socketio',
  port: 0,
  host: '',
  paths: /^\/socket[.]io(\/|$)/,
  origins: ['*'],
  maxMessage: 65_536,
  ping: 25_000,
  timeout: 20_000,
  open,
  openRole: FOLLOWER_ROLE,
  resume: { room: eventsRoom.name, within: AWAY },
});

/** A follower of tasks over Socket.IO. What it says is read leniently, what it is told keeps to the contract. */
export class Follower implements Inbound {
  readonly #peer: Peer;
  readonly #kernel: Kernel;
  readonly #store: TasksStore;

  constructor(peer: Peer, kernel: Kernel, store: TasksStore) {
    this.#peer = peer;
    this.#kernel = kernel;
    this.#store = store;
  }

  async message(data: unknown): Promise<void> {
    const { event, args } = data as { event: string; args: readonly unknown[] };
    const asked = (args[0] as { task_id?: unknown } | null | undefined)?.task_id;
    if (event === 'join_task') await this.#join(asked);
    if (event === 'leave_task') this.#leave(asked);
  }

  pong(): void {}
  closed(): void {}

  async #join(asked: unknown): Promise<void> {
    const { given, id } = taskIdOf(asked);
    if (given === null) return this.#say('error', { message: '缺少 task_id' });
    const task = id === null ? null : await this.#kernel.store.read(this.#store.tasks.get, { id });
    if (id === null || isRefusal(task)) return this.#say('error', { message: `任务 ${given} 不存在` });
    // The log first: its end must not fall between the status and the joining.
    for (const room of [eventsRoom, this.#store.progressRoom]) {
      const joined = await this.#kernel.rooms.join(this.#peer, room, taskKey(id));
      if (isRefusal(joined))
        return this.#say('error', { message: `无法加入任务 ${given}（${joined.refuse}）` });
    }
  }

  #leave(asked: unknown): void {
    const { given, id } = taskIdOf(asked);
    if (given === null) return;
    if (id !== null) {
      for (const room of [this.#store.progressRoom, eventsRoom]) {
        this.#kernel.rooms.leave(this.#peer, room.name, taskKey(id));
      }
    }
    this.#say('left', { message: `已离开任务 ${given} 的房间` });
  }

  #say(event: string, data: { message: string }): void {
    this.#peer.send([event, data]);
  }
}

/** Lets in who may follow tasks (fault 18); `connected` is every connection's first event. */
export async function acceptFollower(
  peer: Peer,
  kernel: Kernel,
  store: TasksStore,
): Promise<Inbound | Refusal> {
  if (!(await kernel.auth.may(peer.principal, 'tasks.task.follow'))) {
    return refuse(peer.principal.anonymous ? 'TASKS_LOGIN_NEEDED' : 'TASKS_FOLLOW_FORBIDDEN');
  }
  peer.codec = taskCodec;
  peer.open();
  peer.send(['connected', { message: '连接成功' }]);
  return new Follower(peer, kernel, store);
}
