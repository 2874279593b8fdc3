import type { Key, Log, Pos, Principal, Store } from '@posthouse/kernel';
import { closeSession, forgetRoom, rememberRoom, type Member } from './session-ops.ts';

export interface SessionState {
  readonly pid: string;
  readonly sid: string;
  readonly lease: number;
  /** The room whose positions the client carries. */
  readonly log: string;
  /** Where the client stands: the log's head for a new session, its own offset for a resumed one. */
  readonly at: Pos;
  readonly resumed: boolean;
  readonly principal: Principal | null;
  readonly members: readonly Member[];
}

/** One client's session over its connections. What it notes is on disk when the promise resolves. */
export class Session {
  readonly state: SessionState;
  readonly #store: Store;
  readonly #log: Log;

  constructor(state: SessionState, store: Store, log: Log) {
    this.state = state;
    this.#store = store;
    this.#log = log;
  }

  /** Where a room of a resumed session goes on; undefined: it was not in it, or the room counts otherwise. */
  since(room: string, key: Key): Pos | undefined {
    const { at, log, members, resumed } = this.state;
    if (!resumed || room !== log) return undefined;
    const member = members.find((one) => one.room === room && one.key === key);
    return member && { epoch: at.epoch, seq: Math.max(at.seq, member.since) };
  }

  async remember(room: string, key: Key, principal: Principal): Promise<void> {
    const { pid, log } = this.state;
    await this.#try('remember', () => this.#store.write(rememberRoom, { pid, room, key, log, principal }));
  }

  async forget(room: string, key: Key): Promise<void> {
    await this.#try('forget', () => this.#store.write(forgetRoom, { pid: this.state.pid, room, key }));
  }

  /** The connection ended; `forGood` ends the session with it. Nothing happens if a newer connection has it. */
  async close(forGood: boolean): Promise<void> {
    const { pid, lease } = this.state;
    await this.#try('close', () => this.#store.write(closeSession, { pid, lease, forGood }));
  }

  /** A session that cannot be stored costs the client its resumption, never its connection. */
  async #try(what: string, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.#log.warn({ sid: this.state.sid, error: String(error) }, `session not stored: ${what}`);
    }
  }
}
