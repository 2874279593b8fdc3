import type { Key, Pos } from '../ports/base.ts';
import type { Frame, Wire } from '../ports/peer.ts';
import type { Batch } from './batch.ts';
import { closeCodes } from './close-codes.ts';
import type { ListedPeer, Tap } from './listed-peer.ts';
import { OutQueue } from './out-queue.ts';
import type { PeerContext } from './peer-context.ts';
import type { Outlet } from './writer.ts';

/** Answers that may wait for a wire that takes nothing. */
const BEHIND = 1_024;

/**
 * The write side of a connection: a queue that is written once a tick (K8). It is bounded; what does not fit ends the
 * peer, coded. A base class, since an object of its own would cost every idle connection another one.
 */
export abstract class WriteSide implements Outlet {
  abstract readonly id: string;
  abstract readonly state: ListedPeer['state'];
  readonly context: PeerContext;
  sent = 0;
  tap: Tap | null = null;
  /** False while the wire asks to wait. */
  writable = true;
  protected readonly wire: Wire;
  /** Most peers only listen to what all get, which does not pass through here. */
  #queue: OutQueue | null = null;
  /** Bytes of a batch above the limit that is on its way: it alone leaves no less room for others. */
  #oversize = 0;
  #dirty = false;
  /** Those who wait for room in the queue. */
  #waiting: (() => void)[] | null = null;
  /** What goes out by ways of its own, behind what is queued. */
  #behind: (() => void)[] | null = null;

  constructor(context: PeerContext, wire: Wire) {
    this.context = context;
    this.wire = wire;
  }

  get queued(): number {
    return this.#queuedHere + this.wire.queued();
  }

  /** Queues a batch for the end of the tick. One batch always fits into an empty queue, whatever its size. */
  offer(batch: Batch): void {
    if (this.state === 'closed') return;
    const { queue: limit } = this.context.limits;
    const waiting = this.#waits;
    if (waiting === 0) this.#oversize = batch.bytes > limit ? batch.bytes : 0;
    else if (waiting + batch.bytes > limit + this.#oversize) {
      // Who takes what it is given is not slow: this tick only brought more than one queue holds.
      if (!this.writable) return this.#overflow(batch);
      this.flush();
      return this.offer(batch);
    }
    if (this.context.writer.last && this.writable && !this.#dirty) return this.#write(batch.frames);
    (this.#queue ??= new OutQueue()).push(batch);
    this.#mark();
  }

  /**
   * Queues a batch of what comes in bulk, like a snapshot or a replay, and can wait: when it has its place and the
   * queue is at most half full. Nothing happens when `member` has left by then.
   */
  async offerInBulk(batch: Batch, member: { readonly here: boolean }): Promise<void> {
    const { queue: limit } = this.context.limits;
    const enough = limit - Math.max(batch.bytes, limit / 2);
    while (member.here && this.#waits > 0 && this.#waits > enough) {
      await new Promise<void>((resolve) => {
        (this.#waiting ??= []).push(resolve);
      });
    }
    if (member.here) this.offer(batch);
  }

  flush(): void {
    this.#dirty = false;
    if (!this.writable || !this.#queue || this.#queue.empty) return;
    this.#write(this.#queue.take());
    this.#wakeWaiting();
  }

  /** The wire takes frames again. */
  protected abstract caughtUp(): void;
  /** Ends a peer that is at fault. */
  protected abstract cut(code: number, why: string, where?: string): void;

  protected count(messages: number): void {
    this.sent += messages;
    this.context.counters.sent += messages;
  }

  /** Runs `say` behind all that was said before: now, or when the wire has taken it. */
  protected sayBehind(say: () => void): void {
    this.flush();
    if (this.writable) return say();
    (this.#behind ??= []).push(say);
    if (this.#behind.length > BEHIND) this.cut(closeCodes.sendOverflow, 'KERNEL_SEND_OVERFLOW');
  }

  /** Forgets what waits of this log. */
  protected drop(room: string, key: Key): void {
    this.#queue?.drop(room, key);
    // What is left may be nothing, and nothing is not flushed.
    this.#wakeWaiting();
  }

  protected dropAll(): void {
    this.#queue = null;
    this.#behind = null;
    this.#wakeWaiting();
  }

  /** Bytes that count against the limit. A writable wire has taken all it was given. */
  get #waits(): number {
    return this.writable ? this.#queuedHere : this.queued;
  }

  get #queuedHere(): number {
    return this.#queue?.bytes ?? 0;
  }

  #write(frames: readonly Frame[]): void {
    this.count(frames.length);
    if (this.tap !== null) this.tap.told(frames);
    try {
      this.writable = this.wire.write(frames);
      if (!this.writable) this.wire.drained(() => this.#drained());
    } catch (error) {
      this.context.log.error({ peer: this.id, error: String(error) }, 'a wire failed');
      this.cut(closeCodes.internal, 'KERNEL_INTERNAL');
    }
  }

  #mark(): void {
    if (this.#dirty || !this.writable) return;
    this.#dirty = true;
    this.context.writer.outlet(this);
  }

  #drained(): void {
    this.writable = true;
    if (this.state === 'closed') return;
    this.caughtUp();
    this.#catchUpBehind();
    if (this.#queuedHere > 0) this.#mark();
    this.#wakeWaiting();
  }

  #catchUpBehind(): void {
    if (!this.#behind) return;
    this.flush();
    if (!this.writable) return;
    const behind = this.#behind;
    this.#behind = null;
    for (const say of behind) say();
  }

  #overflow(batch: Batch): void {
    if (!batch.log) return this.cut(closeCodes.sendOverflow, 'KERNEL_SEND_OVERFLOW');
    const { room, key } = batch.log;
    const before = this.#queue?.placeIn(room, key) ?? batch.log.before;
    this.cut(closeCodes.slowReader, 'KERNEL_SLOW_READER', placeOf(room, key, before));
  }

  #wakeWaiting(): void {
    const waiting = this.#waiting;
    if (!waiting) return;
    this.#waiting = null;
    for (const wake of waiting) wake();
  }
}

/** A position as the reason of a close tells it: `<epoch>:<seq> <room> <key>`. */
function placeOf(room: string, key: Key, { epoch, seq }: Pos): string {
  return `${epoch}:${seq} ${room} ${key}`;
}
