import {
  isRefusal,
  type App,
  type Codec,
  type Handshake,
  type Kernel,
  type Peer,
  type Room,
  type Rooms,
} from '@posthouse/kernel';
import { CAUGHT_UP } from './engine-wire.ts';
import { positioned } from './event-frame.ts';
import type { Session } from './session.ts';

/** Sent to come out of the codec as `CAUGHT_UP`, behind everything that was queued before. */
const caughtUp = Symbol('caught up');
/** The client comes back at once and begins anew. */
const COME_BACK = 1012;

/**
 * An app's `accept` for clients with sessions: their joins are stored before they happen, and on a resumed connection
 * the app accepts as always, then the stored rooms are joined again from where the client stands.
 */
export function resumableAccept(
  app: Pick<App, 'accept' | 'rooms'>,
  sessionOf: (hello: Handshake) => Session | undefined,
): App['accept'] {
  const codecs = new WeakMap<Codec, Codec>();
  return async (peer, hello, kernel) => {
    const session = sessionOf(hello);
    if (!session) return app.accept(peer, hello, kernel);
    const rooms = new RememberedRooms(kernel.rooms, session, codecs);
    const own: Kernel = Object.create(kernel, { rooms: { value: rooms, enumerable: true } });
    const inbound = await app.accept(peer, hello, own);
    if (isRefusal(inbound) || !session.state.resumed) return inbound;
    if (!(await rejoin(peer, app.rooms, rooms, session))) {
      await session.close(true);
      peer.close(COME_BACK, 'session cannot be resumed');
    }
    return inbound;
  };
}

/**
 * False when the peer is somebody else now, or has not said yet who it is, or a room cannot go on without a gap. Only
 * what it says now counts: who it was may have been revoked.
 */
async function rejoin(
  peer: Peer,
  known: readonly Room<unknown>[],
  rooms: RememberedRooms,
  { state: { principal, members } }: Session,
): Promise<boolean> {
  if (principal && (peer.state === 'opening' || peer.principal.id !== principal.id)) return false;
  for (const { room: name, key } of members) {
    const room = known.find((one) => one.name === name);
    if (room && !(await rooms.rejoin(peer, room, key))) return false;
  }
  rooms.caughtUp(peer);
  return true;
}

/** The kernel's rooms for one client: a join is on disk before it happens, so that a kill loses no membership. */
class RememberedRooms implements Rooms {
  readonly #rooms: Rooms;
  readonly #session: Session;
  readonly #codecs: WeakMap<Codec, Codec>;
  /** Rooms of a resumed session that this connection has not taken up yet. */
  readonly #owed: Set<string>;

  constructor(rooms: Rooms, session: Session, codecs: WeakMap<Codec, Codec>) {
    this.#rooms = rooms;
    this.#session = session;
    this.#codecs = codecs;
    this.#owed = new Set(session.state.members.map(({ room, key }) => placeOf(room, key)));
  }

  publish<M>(room: Room<M>, key: string, message: M): void {
    this.#rooms.publish(room, key, message);
  }

  async join<M>(peer: Peer, room: Room<M>, key: string, since = this.#takeUp(room.name, key)) {
    await this.#session.remember(room.name, key, peer.principal);
    this.#dress(peer);
    const joined = await this.#rooms.join(peer, room, key, since);
    if (isRefusal(joined)) await this.#refused(peer, room.name, key);
    return joined;
  }

  leave(peer: Peer, room: string, key: string): void {
    this.#rooms.leave(peer, room, key);
    void this.#session.forget(room, key);
  }

  /** False: what was missed is not all there any more. A room that the client may no longer see is left out. */
  async rejoin(peer: Peer, room: Room<unknown>, key: string): Promise<boolean> {
    if (!this.#owed.has(placeOf(room.name, key))) return true;
    const since = this.#takeUp(room.name, key);
    this.#dress(peer);
    const joined = await this.#rooms.join(peer, room, key, since);
    if (!isRefusal(joined)) return since === undefined || joined.recovered;
    await this.#refused(peer, room.name, key);
    return true;
  }

  caughtUp(peer: Peer): void {
    this.#owed.clear();
    this.#dress(peer);
    peer.send(caughtUp);
  }

  /** A join that failed because the connection went is still wanted. */
  async #refused(peer: Peer, room: string, key: string): Promise<void> {
    if (peer.state === 'open') await this.#session.forget(room, key);
  }

  /** Where an owed room goes on, once: whoever joins it first, the app or the resumption, takes it up. */
  #takeUp(room: string, key: string) {
    return this.#owed.delete(placeOf(room, key)) ? this.#session.since(room, key) : undefined;
  }

  /** Puts positions on the frames of the session's log, whatever codec the app has chosen meanwhile. */
  #dress(peer: Peer): void {
    if (peer.codec instanceof PositionedCodec) return;
    let codec = this.#codecs.get(peer.codec);
    if (!codec)
      this.#codecs.set(peer.codec, (codec = new PositionedCodec(peer.codec, this.#session.state.log)));
    peer.codec = codec;
  }
}

/** A dialect's codec, whose frames of one log carry their positions. One per codec, so that it still encodes once (K8). */
class PositionedCodec implements Codec {
  readonly id: string;
  readonly #inner: Codec;
  readonly #log: string;

  constructor(inner: Codec, log: string) {
    this.id = `${inner.id}+offset`;
    this.#inner = inner;
    this.#log = log;
  }

  encode(...[room, key, event, pos]: Parameters<Codec['encode']>) {
    const frame = this.#inner.encode(room, key, event, pos);
    return frame && pos && room === this.#log && event.kind === 'message' ? positioned(frame, pos) : frame;
  }

  direct(message: unknown) {
    return message === caughtUp ? CAUGHT_UP : this.#inner.direct(message);
  }

  notice(notice: Parameters<NonNullable<Codec['notice']>>[0]) {
    return this.#inner.notice?.(notice) ?? null;
  }
}

function placeOf(room: string, key: string): string {
  return `${room} ${key}`;
}
