import type { Key, Ms, Pos, Principal } from '../ports/base.ts';
import type { Codec, Endpoint, Frame, Notice, Wire } from '../ports/peer.ts';
import { batchOf, type Batch } from './batch.ts';
import { clipReason, closeCodes } from './close-codes.ts';
import type { ListedPeer, Tap } from './listed-peer.ts';
import { Heartbeat, type Beat } from './heartbeat.ts';
import { OutQueue } from './out-queue.ts';
import type { Membership, PeerContext } from './peer-context.ts';
import type { Outlet } from './writer.ts';

interface Introduction {
  readonly number: number;
  readonly endpoint: Endpoint;
  readonly address: string;
  readonly wire: Wire;
  readonly context: PeerContext;
  /** Called once, when the connection is over. */
  readonly over: (peer: LivePeer) => void;
}

const NOTHING = () => {};
const NOBODY: Principal = { id: 'nobody', roles: [], anonymous: true };
const NO_ROOMS: ReadonlyMap<string, Membership> = new Map();

/** Until the app sets its own: JSON for direct messages, no word for rooms. */
const PLAIN: Codec = {
  id: 'plain',
  encode: () => null,
  direct: (message) => ({ data: JSON.stringify(message) }),
};

/** A connection: its queue, its heartbeat, its rooms. The queue is bounded; what does not fit ends the peer, coded. */
export class LivePeer implements ListedPeer, Outlet, Beat {
  readonly address: string;
  readonly context: PeerContext;
  readonly heartbeat: Heartbeat;
  readonly since: Ms;
  received = 0;
  sent = 0;
  tap: Tap | null = null;
  principal: Principal = NOBODY;
  codec: Codec = PLAIN;
  /** The app's ear, from when it was accepted. */
  intake: { ended(code: number): void } | null = null;
  /** False while the wire asks to wait. */
  writable = true;
  readonly #number: number;
  readonly #endpoint: Endpoint;
  readonly #wire: Wire;
  readonly #over: (peer: LivePeer) => void;
  #state: ListedPeer['state'] = 'opening';
  #identified = false;
  /** Most peers only listen to what all get, which does not pass through here. */
  #queue: OutQueue | null = null;
  /** Bytes of a batch above the limit that is on its way: it alone leaves no less room for others. */
  #oversize = 0;
  #dirty = false;
  #paused = false;
  #rooms: Map<string, Membership> | null = null;
  /** Those who wait for room in the queue. */
  #waiting: (() => void)[] | null = null;
  #cancelDeadline: () => void;

  constructor({ number, endpoint, address, wire, context, over }: Introduction) {
    this.#number = number;
    this.address = address;
    this.context = context;
    this.since = context.clock.now();
    this.#endpoint = endpoint;
    this.#wire = wire;
    this.#over = over;
    const first = context.random() * endpoint.ping;
    this.heartbeat = new Heartbeat(context.clock, endpoint.ping, endpoint.timeout, first, this);
    this.#cancelDeadline = context.clock.after(context.limits.opening, () => this.#unauthenticated());
  }

  /** Made when it is asked for: most connections are never spoken of. */
  get id(): string {
    return `${this.context.prefix}${this.#number.toString(36)}`;
  }

  get endpoint(): string {
    return this.#endpoint.name;
  }

  get transport(): string {
    return this.#endpoint.transport;
  }

  /** Bytes of the largest message that it may send. */
  get maxMessage(): number {
    return this.#endpoint.maxMessage;
  }

  get state(): ListedPeer['state'] {
    return this.#state;
  }

  get rtt(): Ms | undefined {
    return this.heartbeat.rtt;
  }

  get queued(): number {
    return this.#queuedHere + this.#wire.queued();
  }

  get rooms(): ReadonlyMap<string, Membership> {
    return this.#rooms ?? NO_ROOMS;
  }

  get joined(): number {
    return this.#rooms?.size ?? 0;
  }

  /** The handshake said who it is; the app still decides when it is open. */
  identify(principal: Principal): void {
    this.principal = principal;
    this.#identified = true;
  }

  open(principal?: Principal): void {
    if (this.#state === 'open' ? !principal : this.#state !== 'opening') return;
    if (principal) this.principal = principal;
    else if (!this.#identified) return this.#unauthenticated();
    this.#state = 'open';
    this.#cancelDeadline();
    this.#cancelDeadline = NOTHING;
    const { expires } = this.principal;
    if (expires === undefined) return;
    this.#cancelDeadline = this.context.clock.after(expires - this.context.clock.now(), () =>
      this.#unauthenticated(),
    );
  }

  send(message: unknown): void {
    if (this.#state === 'closed') return;
    if (this.#rooms) this.context.writer.spread();
    this.offer(batchOf([this.codec.direct(message)]));
  }

  /** Words that fail leave the peer without the notice; nobody who calls this can do better. */
  notice(notice: Notice): void {
    try {
      const frame = this.codec.notice?.(notice);
      if (frame) this.offer(batchOf([frame]));
    } catch (error) {
      this.context.log.error({ codec: this.codec.id, error: String(error) }, 'a codec failed');
    }
  }

  /** Answers a message by its own way, behind what was said before. Who does not read its answers is cut like others. */
  answer(reply: (value: unknown) => void, value: unknown): void {
    if (this.#state === 'closed') return;
    if (this.queued > this.context.limits.queue) {
      return this.#cut(closeCodes.sendOverflow, 'KERNEL_SEND_OVERFLOW');
    }
    if (this.#rooms) this.context.writer.spread();
    this.flush();
    this.#count(1);
    this.tap?.answered(value);
    reply(value);
  }

  /** Queues a batch for the end of the tick. One batch always fits into an empty queue, whatever its size. */
  offer(batch: Batch): void {
    if (this.#state === 'closed') return;
    const { queue: limit } = this.context.limits;
    const waiting = this.#waits;
    if (waiting === 0) this.#oversize = batch.bytes > limit ? batch.bytes : 0;
    else if (waiting + batch.bytes > limit + this.#oversize) return this.#overflow(batch);
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
    if (this.#waiting) this.#wakeWaiting();
  }

  enter(id: string, membership: Membership): void {
    (this.#rooms ??= new Map()).set(id, membership);
  }

  /** What of the room still waits is not for it any more; a resume would say it again. */
  leave(id: string, room: string, key: Key): void {
    this.#rooms?.delete(id);
    this.#queue?.drop(room, key);
    // What is left may be nothing, and nothing is not flushed.
    if (this.#waiting) this.#wakeWaiting();
  }

  alive(wait: Ms): Promise<boolean> {
    return this.#state === 'closed' ? Promise.resolve(false) : this.heartbeat.alive(wait);
  }

  pong(): void {
    this.heartbeat.pong();
  }

  pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.#wire.pause();
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#wire.resume();
  }

  /** Tells the peer to come back after `comeBackIn` and ends it with its endpoint's code. */
  drain(comeBackIn: Ms): void {
    this.close(this.#endpoint.drainCode ?? closeCodes.comeBack, 'KERNEL_DRAINING', comeBackIn);
  }

  /** Whether its dialect can tell a peer when to come back. */
  get knowsComeBack(): boolean {
    return this.codec.notice?.({ kind: 'comeBack', after: 0 }) != null;
  }

  close(code: number, reason: string, comeBackIn?: Ms): void {
    if (this.#state === 'closed') return;
    if (comeBackIn !== undefined) {
      this.#state = 'draining';
      this.notice({ kind: 'comeBack', after: comeBackIn });
    }
    if (this.#rooms) this.context.writer.spread();
    this.flush();
    this.#end(code, reason, comeBackIn);
  }

  /** The connection is over, whoever ended it. */
  gone(): void {
    this.#release();
    this.#over(this);
  }

  // What the heartbeat asks of a peer.

  ping(): void {
    this.#wire.ping();
  }

  listening(): boolean {
    return !this.#paused;
  }

  dead(): void {
    this.#cut(closeCodes.deadLink, 'KERNEL_DEAD_LINK');
  }

  /** Bytes that count against the limit. A writable wire has taken all it was given. */
  get #waits(): number {
    return this.writable ? this.#queuedHere : this.queued;
  }

  get #queuedHere(): number {
    return this.#queue?.bytes ?? 0;
  }

  #count(messages: number): void {
    this.sent += messages;
    this.context.counters.sent += messages;
  }

  #write(frames: readonly Frame[]): void {
    this.#count(frames.length);
    if (this.tap !== null) this.tap.told(frames);
    try {
      this.writable = this.#wire.write(frames);
      if (!this.writable) this.#wire.drained(() => this.#drained());
    } catch (error) {
      this.context.log.error({ peer: this.id, error: String(error) }, 'a wire failed');
      this.#cut(closeCodes.internal, 'KERNEL_INTERNAL');
    }
  }

  #mark(): void {
    if (this.#dirty || !this.writable) return;
    this.#dirty = true;
    this.context.writer.outlet(this);
  }

  #drained(): void {
    this.writable = true;
    if (this.#state === 'closed') return;
    for (const membership of this.rooms.values()) membership.caughtUp();
    if (this.#queuedHere > 0) this.#mark();
    if (this.#waiting) this.#wakeWaiting();
  }

  #overflow(batch: Batch): void {
    if (!batch.log) return this.#cut(closeCodes.sendOverflow, 'KERNEL_SEND_OVERFLOW');
    const { room, key } = batch.log;
    const before = this.#queue?.placeIn(room, key) ?? batch.log.before;
    this.#cut(closeCodes.slowReader, 'KERNEL_SLOW_READER', placeOf(room, key, before));
  }

  #unauthenticated(): void {
    this.#cut(closeCodes.unauthenticated, 'KERNEL_UNAUTHENTICATED');
  }

  /** Ends a peer that is at fault: what it has not read is dropped. */
  #cut(code: number, why: string, where = ''): void {
    if (this.#state === 'closed') return;
    this.context.counters.refuse(why);
    this.#end(code, where ? `${why} ${where}` : why);
    // A dead or stalled peer's closing handshake takes its time; what it holds must not wait for that.
    queueMicrotask(() => this.intake?.ended(code));
  }

  #end(code: number, reason: string, comeBackIn?: Ms): void {
    this.#release();
    // A wire that closes reads on; what still comes may pause it again.
    this.#paused = false;
    this.#wire.close(code, clipReason(reason), comeBackIn);
  }

  #release(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.heartbeat.stop();
    this.#cancelDeadline();
    this.#queue = null;
    for (const membership of this.rooms.values()) membership.end();
    this.#wakeWaiting();
  }

  #wakeWaiting(): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    for (const wake of waiting ?? []) wake();
  }
}

/** A position as the reason of a close tells it: `<epoch>:<seq> <room> <key>`. */
function placeOf(room: string, key: Key, { epoch, seq }: Pos): string {
  return `${epoch}:${seq} ${room} ${key}`;
}
