import type { Frame, Ms, Wire } from '@posthouse/kernel';
import type { Socket as EngineSocket } from 'engine.io';
import type { Batches } from './batch.ts';
import * as engine from './engine-conn.ts';
import { positionOf } from './event-frame.ts';
import { inLogOrder } from './log-order.ts';
import { packetAt, packetOf, type Dress } from './packet.ts';
import type { Reading } from './reading.ts';

/** Characters held for a client that is being connected; what a session may have missed is far below. */
const HELD_BOUND = 4 * 1024 * 1024;
const COME_BACK = 1012;

/** A frame that says: every event that the client missed has come by. Never written. */
export const CAUGHT_UP: Frame = { data: '' };

export interface WireOptions {
  readonly dress: Dress;
  /** Shared by all wires of a server. */
  readonly batches: Batches;
  /** Of its connection, shared by the wires of its namespaces. */
  readonly reading: Reading;
  /** Ends the connection, for good or so that the client comes back by itself. */
  end(code: number): void;
}

/**
 * One Engine.IO connection as a Wire. It begins closed: frames wait until the client has its CONNECT, and after a
 * resumption until all that was missed is here, to go out in the order of their log and not room by room.
 */
export class EngineWire implements Wire {
  readonly #conn: EngineSocket;
  readonly #options: WireOptions;
  #held: Frame[] | null = [];
  #heldBytes = 0;
  #connected = false;
  #resuming = false;
  #closed = false;
  #paused = false;
  /** Goes out with the first event that has no position of its own. */
  #firstOffset: string | null = null;

  constructor(conn: EngineSocket, options: WireOptions) {
    this.#conn = conn;
    this.#options = options;
  }

  /** A new session: `offset` lets the client resume before any event of the log has reached it. */
  startAt(offset: string): void {
    this.#firstOffset = offset;
  }

  /** A resumed session: frames wait for `CAUGHT_UP`. */
  awaitMissed(): void {
    this.#resuming = true;
  }

  /** The client has its CONNECT. */
  connected(): void {
    this.#connected = true;
    this.#release();
  }

  write(frames: readonly Frame[]): boolean {
    if (this.#held) return this.#hold(frames);
    this.#send(frames);
    return this.queued() <= engine.HIGH_WATER;
  }

  queued(): number {
    return this.#heldBytes + engine.buffered(this.#conn);
  }

  drained(fn: () => void): void {
    const ask = () => {
      if (this.#closed) return;
      if (this.queued() <= engine.HIGH_WATER) return fn();
      this.#whenReady(ask);
    };
    this.#whenReady(ask);
  }

  ping(): void {
    if (engine.takesData(this.#conn)) engine.ping(this.#conn);
  }

  pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.#options.reading.pause();
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#options.reading.resume();
  }

  close(code: number, _reason: string, _comeBackIn?: Ms): void {
    if (this.#closed) return;
    this.closed();
    this.#options.end(code);
  }

  /** The connection is gone. */
  closed(): void {
    this.#closed = true;
    this.#held = null;
    this.#heldBytes = 0;
    // The client's own end must be read, also when its messages were not.
    this.resume();
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** Never asks to wait: what it waits for itself may be behind. Its bound is therefore hard. */
  #hold(frames: readonly Frame[]): boolean {
    for (const frame of frames) {
      if (frame === CAUGHT_UP) {
        this.#resuming = false;
        continue;
      }
      this.#held!.push(frame);
      this.#heldBytes += frame.data.length;
    }
    if (this.#heldBytes > HELD_BOUND) this.close(COME_BACK, 'too much to hold');
    else this.#release();
    return true;
  }

  #release(): void {
    if (!this.#held || !this.#connected || this.#resuming) return;
    const held = this.#held;
    this.#held = null;
    this.#heldBytes = 0;
    if (held.length > 0) this.#send(held);
  }

  #send(frames: readonly Frame[]): void {
    if (this.#closed || !engine.takesData(this.#conn)) return;
    const { dress, batches } = this.#options;
    const ordered = dress.resumes ? inLogOrder(frames) : frames;
    const rest = this.#firstOffset === null ? ordered : this.#sendFirst(ordered);
    if (rest.length === 0) return;
    if (engine.onWebSocket(this.#conn) && rest.length > 1) {
      engine.write(this.#conn, '', batches.options(rest, dress));
      return;
    }
    for (const frame of rest) {
      for (const part of packetOf(frame, dress).parts) engine.write(this.#conn, part.data, part.options);
    }
  }

  #sendFirst(frames: readonly Frame[]): readonly Frame[] {
    const [first, ...rest] = frames;
    const offset = this.#firstOffset!;
    this.#firstOffset = null;
    if (!first || positionOf(first)) return frames;
    for (const part of packetAt(first, this.#options.dress, offset).parts) {
      engine.write(this.#conn, part.data, part.options);
    }
    return rest;
  }

  /** Calls `fn` after the transport took what it had, also if the connection moves to WebSocket meanwhile. */
  #whenReady(fn: () => void): void {
    const { transport } = this.#conn;
    const once = () => {
      transport.off('ready', once);
      this.#conn.off('upgrade', once);
      fn();
    };
    transport.on('ready', once);
    this.#conn.on('upgrade', once);
  }
}
