import { EventEmitter } from 'node:events';
import type { Namespace } from 'socket.io';
import type { Adapter, BroadcastOptions, Session, SocketId } from 'socket.io-adapter';

/** Finds a session by the client's private id and offset; null begins a new one. */
export type Restore = (pid: string, offset: string) => Promise<Session | null>;

/**
 * Socket.IO's side of a namespace without its rooms: rooms, fan-out and what was missed are the kernel's, so this keeps
 * no member lists, no packets and no timers. Each socket is in one room, its own.
 */
export class PostAdapter extends EventEmitter {
  readonly nsp: Namespace;
  readonly #restore: Restore;

  constructor(nsp: Namespace, restore: Restore) {
    super();
    this.nsp = nsp;
    this.#restore = restore;
  }

  init(): void {}
  close(): void {}

  async serverCount(): Promise<number> {
    return 1;
  }

  addAll(): void {}
  del(): void {}
  delAll(): void {}

  socketRooms(id: SocketId): Set<string> | undefined {
    return this.nsp.sockets.has(id) ? new Set([id]) : undefined;
  }

  async sockets(rooms: Set<string>): Promise<Set<SocketId>> {
    return new Set(this.#matching({ rooms }));
  }

  async fetchSockets(options: BroadcastOptions) {
    return this.#matching(options).map((id) => this.nsp.sockets.get(id)!);
  }

  disconnectSockets(options: BroadcastOptions, close: boolean): void {
    for (const id of this.#matching(options)) this.nsp.sockets.get(id)!.disconnect(close);
  }

  addSockets(): never {
    throw new Error('rooms are joined through the kernel');
  }

  delSockets(): never {
    throw new Error('rooms are left through the kernel');
  }

  broadcast(): never {
    throw new Error('events are published through the kernel');
  }

  broadcastWithAck(): never {
    throw new Error('events are published through the kernel');
  }

  serverSideEmit(): never {
    throw new Error('nodes talk through the bus');
  }

  /** Sessions are stored while they live, not when they end. */
  persistSession(): void {}

  restoreSession(pid: string, offset: string): Promise<Session | null> {
    return this.#restore(pid, offset);
  }

  #matching({ rooms, except }: BroadcastOptions): SocketId[] {
    const ids = rooms.size === 0 ? [...this.nsp.sockets.keys()] : [...rooms];
    return ids.filter((id) => this.nsp.sockets.has(id) && !except?.has(id));
  }
}

/** The class that Socket.IO's `adapter` option asks for. */
export function postAdapter(restore: Restore): typeof Adapter {
  class BoundAdapter extends PostAdapter {
    constructor(nsp: Namespace) {
      super(nsp, restore);
    }
  }
  return BoundAdapter as unknown as typeof Adapter;
}
