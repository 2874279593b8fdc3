import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { vi } from 'vitest';
import type { Task } from '../contract/task.ts';
import type { Statistics } from '../store/statistics.ts';

/** A server of tasks, old or ours, as its clients reach it. */
export interface TaskServer {
  readonly url: string;
  /** So often one asks before a task is taken to stand still: the old server shares this process's turns. */
  readonly patience: number;
  /** The process ends and another one begins on the same disk and port. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface Answered {
  readonly status: number;
  readonly body: {
    readonly success: boolean;
    readonly message: string;
    readonly error_code?: string;
    readonly code?: string;
    readonly data: Said;
  };
}

/** What answers and events may hold; a test reads what should be there. */
export interface Said extends Task {
  readonly task_id: unknown;
  readonly message: string;
  readonly data: Task;
  readonly list: readonly Task[];
  readonly pagination: Readonly<Record<'page' | 'page_size' | 'total' | 'total_pages', number>>;
  readonly summary: Statistics['summary'];
  readonly by_type: Statistics['by_type'];
}

/** One event as a client hears it. */
export type Heard = readonly [name: string, data: Said];

/** A client by REST and Socket.IO, as the known one is: it joins once and never again. */
export class Client implements AsyncDisposable {
  readonly #sockets: Socket[] = [];
  readonly #server: Pick<TaskServer, 'url'>;
  readonly #headers: Record<string, string>;

  constructor(server: Pick<TaskServer, 'url'>, headers: Record<string, string> = {}) {
    this.#server = server;
    this.#headers = headers;
  }

  /** `body` goes as it is when it is a text. */
  async ask(method: string, path: string, body?: unknown): Promise<Answered> {
    const response = await fetch(`${this.#server.url}/api/dedup/tasks${path}`, {
      method,
      headers: { ...this.#headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Answered['body'] };
  }

  /** The id of a new task, by stems alone. */
  async create(body: object = { config: { method: 'stem' } }): Promise<number> {
    const made = await this.ask('POST', '', body);
    return made.body.data.id;
  }

  async task(id: number): Promise<Said> {
    return (await this.ask('GET', `/${id}`)).body.data;
  }

  /** Its status once it is one of these. */
  async settled(id: number, ...statuses: readonly string[]): Promise<Said> {
    return soon(async () => {
      const task = await this.task(id);
      if (!statuses.includes(task.status)) throw new Error(`task ${id} is ${task.status}`);
      return task;
    });
  }

  /** A connection that has said nothing yet. */
  async connect(options: Partial<ManagerOptions & SocketOptions> = {}) {
    const socket = io(this.#server.url, {
      transports: ['websocket'],
      reconnectionDelay: 50,
      reconnectionDelayMax: 200,
      forceNew: true,
      ...options,
    });
    this.#sockets.push(socket);
    const heard: Heard[] = [];
    socket.onAny((name: string, data: unknown) => heard.push([name, data as Said]));
    const first = await new Promise<string>((resolve) => {
      socket.once('connected', () => resolve('connected'));
      socket.once('connect_error', (error) => resolve(error.message));
    });
    return { socket, heard, first };
  }

  /** Joins a task and hears its room. */
  async follow(id: unknown, options: Partial<ManagerOptions & SocketOptions> = {}) {
    const { socket, heard } = await this.connect(options);
    socket.emit('join_task', { task_id: id });
    await soon(() => {
      if (!heard.some(([name]) => name === 'task_status')) throw new Error('not joined yet');
    });
    return { socket, heard };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.disconnect();
  }
}

/** Waits until it does not throw, and gives what it returns. */
export function soon<T>(look: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(look, { timeout: 50_000, interval: 10 });
}

export const names = (heard: readonly Heard[]): string[] => heard.map(([name]) => name);
