import type { Key, Ms, Principal } from '../ports/base.ts';
import type { Codec, Endpoint, Frame, Notice, Wire } from '../ports/peer.ts';
import { batchOf } from './batch.ts';
import { clipReason, closeCodes } from './close-codes.ts';
import type { ListedPeer } from './listed-peer.ts';
import type { Intake } from './intake.ts';
import { Heartbeat, type Beat } from './heartbeat.ts';
import type { Membership, PeerContext } from './peer-context.ts';
import { WriteSide } from './write-side.ts';

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
/** Rooms that are looked through faster than found by their ids. */
const A_FEW = 8;
const NOWHERE: readonly Membership[] = [];

/** Until the app sets its own: JSON for direct messages, no word for rooms. */
const PLAIN: Codec = {
  id: 'plain',
  encode: () => null,
  direct: (message) => ({ data: JSON.stringify(message) }),
};

/** A connection: who it is, its heartbeat, its rooms, its end. */
export class LivePeer extends WriteSide implements ListedPeer, Beat {
  readonly address: string;
  readonly heartbeat: Heartbeat;
  readonly since: Ms;
  received = 0;
  principal: Principal = NOBODY;
  codec: Codec = PLAIN;
  /** The app's ear, from when it was accepted. */
  intake: Pick<Intake, 'ended' | 'refused'> | null = null;
  readonly #number: number;
  readonly #endpoint: Endpoint;
  readonly #over: (peer: LivePeer) => void;
  #state: ListedPeer['state'] = 'opening';
  #paused = false;
  /** An array, since nearly all are in a few: a Map would cost each idle connection more. */
  #rooms = NOWHERE;
  /** By their ids, once they are more than a few. */
  #byId: Map<string, Membership> | null = null;
  #cancelDeadline: () => void;

  constructor({ number, endpoint, address, wire, context, over }: Introduction) {
    super(context, wire);
    this.#number = number;
    this.address = address;
    this.since = context.clock.now();
    this.#endpoint = endpoint;
    this.#over = over;
    const first = context.random() * endpoint.ping;
    this.heartbeat = new Heartbeat(context.clock, endpoint.ping, endpoint.timeout, first, this);
    this.#cancelDeadline = context.clock.after(context.limits.opening, () => this.#unauthenticated());
  }

  /** Made when it is asked for: most connections are never spoken of. */
  override get id(): string {
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

  override get state(): ListedPeer['state'] {
    return this.#state;
  }

  get rtt(): Ms | undefined {
    return this.heartbeat.rtt;
  }

  get joined(): number {
    return this.#rooms.length;
  }

  /** The handshake said who it is; the app still decides when it is open. */
  identify(principal: Principal): void {
    this.principal = principal;
  }

  open(principal?: Principal): void {
    if (this.#state === 'open' ? !principal : this.#state !== 'opening') return;
    if (principal) this.principal = principal;
    else if (this.principal === NOBODY) return this.#unauthenticated();
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
    if (this.joined > 0) this.context.writer.spread();
    this.offer(batchOf([this.codec.direct(message)]));
  }

  /** Words that fail leave the peer without the notice; nobody who calls this can do better. */
  notice(notice: Notice): void {
    const frame = this.#wordsFor(notice);
    if (frame) this.offer(batchOf([frame]));
  }

  /** Answers a message by its own way, behind what was said before. Who does not read its answers is cut like others. */
  answer(reply: (value: unknown) => void, value: unknown): void {
    if (this.#state === 'closed') return;
    if (this.queued > this.context.limits.queue) {
      return this.cut(closeCodes.sendOverflow, 'KERNEL_SEND_OVERFLOW');
    }
    if (this.joined > 0) this.context.writer.spread();
    this.sayBehind(() => {
      this.count(1);
      this.tap?.answered(value);
      reply(value);
    });
  }

  /** Its place in a room, by the room's id. */
  membership(id: string): Membership | undefined {
    return this.#byId ? this.#byId.get(id) : this.#rooms.find((membership) => membership.id === id);
  }

  enter(membership: Membership): void {
    this.#rooms = this.#rooms.concat(membership);
    if (this.#byId) this.#byId.set(membership.id, membership);
    else if (this.joined > A_FEW) this.#byId = new Map(this.#rooms.map((each) => [each.id, each]));
  }

  /** What of the room still waits is not for it any more; a resume would say it again. */
  leave(membership: Membership, room: string, key: Key): void {
    this.#rooms = this.#rooms.filter((other) => other !== membership);
    this.#byId?.delete(membership.id);
    this.drop(room, key);
  }

  /** Something that it asked for was refused. */
  refused(code: string): void {
    this.context.counters.refuse(code);
    this.intake?.refused(code);
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
    this.wire.pause();
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.wire.resume();
  }

  /** Tells the peer to come back after `comeBackIn` and ends it with its endpoint's code. */
  drain(comeBackIn: Ms): void {
    this.close(this.#endpoint.drainCode ?? closeCodes.comeBack, 'KERNEL_DRAINING', comeBackIn);
  }

  /** Whether its dialect can tell a peer when to come back. */
  get knowsComeBack(): boolean {
    return this.#wordsFor({ kind: 'comeBack', after: 0 }) !== null;
  }

  close(code: number, reason: string, comeBackIn?: Ms): void {
    if (this.#state === 'closed') return;
    if (comeBackIn !== undefined) {
      this.#state = 'draining';
      this.notice({ kind: 'comeBack', after: comeBackIn });
    }
    if (this.joined > 0) this.context.writer.spread();
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
    this.wire.ping();
  }

  listening(): boolean {
    return !this.#paused;
  }

  dead(): void {
    this.cut(closeCodes.deadLink, 'KERNEL_DEAD_LINK');
  }

  protected override caughtUp(): void {
    for (const membership of this.#rooms) membership.caughtUp();
  }

  #wordsFor(notice: Notice): Frame | null {
    try {
      return this.codec.notice?.(notice) ?? null;
    } catch (error) {
      this.context.log.error({ codec: this.codec.id, error: String(error) }, 'a codec failed');
      return null;
    }
  }

  #unauthenticated(): void {
    this.cut(closeCodes.unauthenticated, 'KERNEL_UNAUTHENTICATED');
  }

  /** Ends a peer that is at fault: what it has not read is dropped. */
  protected override cut(code: number, why: string, where = ''): void {
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
    this.wire.close(code, clipReason(reason), comeBackIn);
  }

  #release(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.heartbeat.stop();
    this.#cancelDeadline();
    this.dropAll();
    const rooms = this.#rooms;
    this.#rooms = NOWHERE;
    this.#byId = null;
    for (const membership of rooms) membership.end();
  }
}
