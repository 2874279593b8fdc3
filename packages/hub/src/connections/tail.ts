import type { Clock, Frame, ListedPeer, Ms, Tap } from '@posthouse/kernel';
import { readAnswer, readMessage, type ReadMessage } from './read-message.ts';

/** Messages kept for whoever joins later. */
export const KEPT = 200;
/** Messages taken in a second; the others are counted. */
export const A_SECOND = 100;

export interface TailLine extends ReadMessage {
  /** Counts from 1. */
  readonly number: number;
  readonly at: Ms;
  readonly direction: 'in' | 'out';
}

interface Raw {
  readonly at: Ms;
  readonly direction: 'in' | 'out';
  readonly data: unknown;
  readonly read: (data: unknown) => ReadMessage;
}

/**
 * One connection under watch. What passes is only taken note of; it is read when `take` is called, outside the hot
 * path. Both what waits and what is kept is bounded.
 */
export class Tail implements Tap {
  readonly peer: ListedPeer;
  readonly until: Ms;
  readonly #clock: Clock;
  readonly #kept: TailLine[] = [];
  #waiting: Raw[] = [];
  #count = 0;
  #skipped = 0;
  #knownSkipped = 0;
  #second = 0;
  #inSecond = 0;

  constructor(peer: ListedPeer, clock: Clock, lasts: Ms) {
    this.peer = peer;
    this.#clock = clock;
    this.until = clock.now() + lasts;
    peer.tap = this;
  }

  get kept(): readonly TailLine[] {
    return this.#kept;
  }

  get skipped(): number {
    return this.#skipped;
  }

  /** Whether more was skipped since this was asked last. */
  hasSkipped(): boolean {
    const news = this.#skipped !== this.#knownSkipped;
    this.#knownSkipped = this.#skipped;
    return news;
  }

  heard(data: unknown): void {
    this.#note('in', data, readMessage);
  }

  told(frames: readonly Frame[]): void {
    for (const { data } of frames) if (!isOfTail(data)) this.#note('out', data, readMessage);
  }

  answered(value: unknown): void {
    this.#note('out', value, readAnswer);
  }

  /** What passed since it was asked last. */
  take(): readonly TailLine[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    const lines = waiting.map(({ at, direction, data, read }): TailLine => ({
      number: ++this.#count,
      at,
      direction,
      ...read(data),
    }));
    this.#kept.push(...lines);
    this.#kept.splice(0, Math.max(0, this.#kept.length - KEPT));
    return lines;
  }

  end(): void {
    if (this.peer.tap === this) this.peer.tap = null;
  }

  #note(direction: Raw['direction'], data: unknown, read: Raw['read']): void {
    const second = Math.floor(this.#clock.mono() / 1_000);
    if (second !== this.#second) {
      this.#second = second;
      this.#inSecond = 0;
    }
    if (++this.#inSecond > A_SECOND) this.#skipped++;
    else this.#waiting.push({ at: this.#clock.now(), direction, data, read });
  }
}

/** Where the native protocol's envelope names the room. */
const HEAD = 160;

/**
 * What the watchers themselves are told is not told of: two consoles that watch each other would talk for ever. The
 * room's name stands before anything that a peer could have written.
 */
function isOfTail(data: Frame['data']): boolean {
  return (
    typeof data === 'string' &&
    /^\{"type":"\w+","timestamp":"[^"]+","room":\{"name":"house\.(tail|payload)"/.test(data.slice(0, HEAD))
  );
}
