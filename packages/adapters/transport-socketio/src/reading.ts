import type { Socket as EngineSocket } from 'engine.io';
import * as engine from './engine-conn.ts';

/**
 * Whether one Engine.IO connection is read: not while a peer on it is paused. On WebSocket its socket waits, while it
 * polls its data waits at the door.
 */
export class Reading {
  readonly #conn: EngineSocket;
  /** Peers on it that are paused: with namespaces there may be several. */
  #pauses = 0;
  #waiting: (() => void) | null = null;

  constructor(conn: EngineSocket) {
    this.#conn = conn;
  }

  pause(): void {
    this.#pauses++;
    engine.pauseReading(this.#conn);
  }

  /** Ends one pause. */
  resume(): void {
    this.#pauses--;
    if (this.#pauses > 0) return;
    engine.resumeReading(this.#conn);
    this.#waiting?.();
    this.#waiting = null;
  }

  /** Lets a poll's data in, now or when reading goes on; false when one already waits. */
  admit(next: () => void): boolean {
    if (this.#pauses === 0) next();
    else if (this.#waiting) return false;
    else this.#waiting = next;
    return true;
  }

  /** The connection has moved to WebSocket. */
  moved(): void {
    if (this.#pauses > 0) engine.pauseReading(this.#conn);
  }
}
