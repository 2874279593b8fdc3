import type { Ms } from '@posthouse/kernel';

/** What the registry needs of a connection. */
export interface Socket {
  /** The Socket.IO socket id. */
  readonly sid: string;
  /** The ids it has registered. */
  readonly ids: Set<string>;
}

/** One id: the sockets that are registered under it, oldest first, of which the newest prints. */
export interface Entry<S extends Socket> {
  readonly clientId: string;
  readonly sockets: readonly S[];
  /** Of the newest socket; kept after it left. */
  readonly socketId: string;
  /** When its first socket came, or its last one left. */
  readonly since: Ms;
}

export const IDS_PER_SOCKET = 32;

/**
 * Who is registered, or was since the start (contract §3). Ids come from outside and may be called `__proto__`; so
 * this is a Map. It is bounded: beyond `most` ids those that have been away for longest are forgotten.
 */
export class Registry<S extends Socket> {
  readonly #most: number;
  /** In order of first registration. */
  readonly #entries = new Map<string, { clientId: string; sockets: S[]; socketId: string; since: Ms }>();
  /** Ids without a socket, those away for longest first. */
  readonly #away = new Set<string>();

  constructor(most = 20_000) {
    this.#most = most;
  }

  find(clientId: string): Entry<S> | undefined {
    return this.#entries.get(clientId);
  }

  newest(clientId: string): S | undefined {
    return this.#entries.get(clientId)?.sockets.at(-1);
  }

  /** The socket is now the newest of the id. Null when it may not be, with everything as it was. */
  register(clientId: string, socket: S, now: Ms): { cameOnline: boolean } | null {
    if (!socket.ids.has(clientId) && socket.ids.size >= IDS_PER_SOCKET) return null;
    let entry = this.#entries.get(clientId);
    if (!entry) {
      if (!this.#makeRoom()) return null;
      entry = { clientId, sockets: [], socketId: socket.sid, since: now };
      this.#entries.set(clientId, entry);
    }
    const cameOnline = entry.sockets.length === 0;
    if (cameOnline) entry.since = now;
    entry.sockets = [...entry.sockets.filter((other) => other !== socket), socket];
    entry.socketId = socket.sid;
    socket.ids.add(clientId);
    this.#away.delete(clientId);
    return { cameOnline };
  }

  /** The socket is gone: each of its ids falls back to an older socket, or is offline, keeping its socket id. */
  leave(socket: S, now: Ms): readonly { clientId: string; wentOffline: boolean }[] {
    const left: { clientId: string; wentOffline: boolean }[] = [];
    for (const clientId of socket.ids) {
      const entry = this.#entries.get(clientId);
      if (!entry) continue;
      entry.sockets = entry.sockets.filter((other) => other !== socket);
      const newest = entry.sockets.at(-1);
      if (newest) {
        entry.socketId = newest.sid;
      } else {
        entry.since = now;
        this.#away.add(clientId);
      }
      left.push({ clientId, wentOffline: !newest });
    }
    return left;
  }

  /** Ids like integers first, ascending, then the others as they came: the order of the old server's object. */
  list(): readonly Entry<S>[] {
    const all = [...this.#entries.values()];
    const numbered = all.filter(({ clientId }) => isIndex(clientId));
    numbered.sort((a, b) => Number(a.clientId) - Number(b.clientId));
    return [...numbered, ...all.filter(({ clientId }) => !isIndex(clientId))];
  }

  #makeRoom(): boolean {
    if (this.#entries.size < this.#most) return true;
    const [longest] = this.#away;
    if (longest === undefined) return false;
    this.#away.delete(longest);
    return this.#entries.delete(longest);
  }
}

const LARGEST_INDEX = 2 ** 32 - 2;

/** What a JavaScript object orders as an integer key. */
function isIndex(id: string): boolean {
  return /^(0|[1-9]\d{0,9})$/.test(id) && Number(id) <= LARGEST_INDEX;
}
