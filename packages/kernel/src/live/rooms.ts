import type { Catalog } from '../durable/catalog.ts';
import {
  CodedError,
  refuse,
  type Clock,
  type Key,
  type Log,
  type Ms,
  type Pos,
  type Refusal,
} from '../ports/base.ts';
import type { Peer } from '../ports/peer.ts';
import type { Bus, Joined, LogRoom, Room, Rooms, StateRoom } from '../ports/room.ts';
import type { Commit, Publication, Store } from '../ports/store.ts';
import { closeCodes } from './close-codes.ts';
import { joinLog } from './join-log.ts';
import { LivePeer } from './live-peer.ts';
import { busSource, rowOf, storeSource, toEntry } from './log-source.ts';
import { LogStream } from './log-stream.ts';
import type { Member } from './member.ts';
import { roomId } from './room-id.ts';
import { StateChannel } from './state-channel.ts';

const HEAD_CHECK: Ms = 15_000;

export interface RoomsOptions {
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly catalog: Pick<Catalog, 'rooms'>;
  readonly log: Log;
}

type AnyRoom = Room<unknown>;

/** The rooms as the process has them that runs them. */
export interface LiveRooms extends Rooms {
  /** Peers of this node in a state room: whoever fills it need not while there are none. */
  watchers(room: string, key: Key): number;
  stop(): void;
}

/** All rooms of this node. Publications go by the bus to every node, also to this one. */
export function createRooms(options: RoomsOptions): LiveRooms {
  const { store, bus, clock, catalog, log } = options;
  const streams = new Map<Key, LogStream>();
  const states = new Map<Key, StateChannel>();

  const stopListening = store.onCommit(follow);
  let cancelHeadCheck = clock.after(HEAD_CHECK, checkHeads);

  function follow({ at, publications }: Commit): void {
    for (const publication of publications) {
      try {
        spread(publication, at);
      } catch (error) {
        log.error({ room: publication.room, error: String(error) }, 'a publication was not spread');
      }
    }
  }

  function spread({ room: name, key, message, seq }: Publication, at: number): void {
    const room = catalog.rooms.get(name);
    if (!room) throw new CodedError('KERNEL_INTERNAL', `no room is called ${name}`);
    if (room.kind === 'state') bus.publish(roomId(name, key), JSON.stringify({ m: message, at }));
    else if (room.keep.durable) bus.publish(topicOf(room, key), toEntry(key, message, seq));
    else append(room, key, message);
  }

  function append(room: LogRoom, key: Key, message: unknown): void {
    bus
      .append(topicOf(room, key), toEntry(key, message), room.keep)
      .catch((error: unknown) =>
        log.warn({ room: room.name, error: String(error) }, 'a message was not logged'),
      );
  }

  /** Hints may be lost: what a durable log has grown by since is found here. */
  function checkHeads(): void {
    for (const stream of streams.values()) {
      stream.source.head().then(
        ({ seq }) => stream.announce(seq),
        (error: unknown) => log.warn({ room: stream.room, error: String(error) }, 'a head check failed'),
      );
    }
    cancelHeadCheck = clock.after(HEAD_CHECK, checkHeads);
  }

  function streamOf(room: LogRoom, key: Key): LogStream {
    const topic = topicOf(room, key);
    const known = streams.get(topic);
    if (known) return known;
    const durable = room.keep.durable;
    const source = durable
      ? storeSource(store, room, room.sequence === 'key' ? key : '')
      : busSource(bus, topic);
    const stream: LogStream = new LogStream(room.name, {
      source,
      log,
      emptied() {
        stop();
        if (streams.get(topic) === stream) streams.delete(topic);
      },
    });
    const stop = bus.subscribe(topic, (entry, pos) => {
      stream.receive(rowOf(entry, pos?.seq), pos?.epoch ?? store.epoch);
    });
    streams.set(topic, stream);
    return stream;
  }

  function stateOf(room: StateRoom<unknown>, key: Key): StateChannel {
    const topic = roomId(room.name, key);
    const known = states.get(topic);
    if (known) return known;
    const channel: StateChannel = new StateChannel(room, key, {
      clock,
      log,
      resnapshot: (member) => void joinState(room, channel, member).catch((error) => failed(member, error)),
      emptied() {
        stop();
        if (states.get(topic) === channel) states.delete(topic);
      },
    });
    // Without its snapshot it would hear nothing more of the room, and not know: it comes back for one.
    const failed = ({ peer }: Member, error: unknown) => {
      log.warn({ room: room.name, error: String(error) }, 'a snapshot could not be taken');
      peer.close(closeCodes.internal, error instanceof CodedError ? error.code : 'KERNEL_INTERNAL');
    };
    const stop = bus.subscribe(topic, (hint) => {
      const { m, at } = JSON.parse(hint) as { m: unknown; at?: number };
      channel.publish(m, at);
    });
    states.set(topic, channel);
    return channel;
  }

  /** Buffers, takes the snapshot, lets follow what is newer (K7). */
  async function joinState(room: StateRoom<unknown>, channel: StateChannel, member: Member): Promise<void> {
    member.joining = true;
    member.after = -1;
    for (;;) {
      const { at, values } = await room.snapshot(store, channel.key);
      await channel.tellInBulk(member, { kind: 'snapshot', values });
      if (!member.here || channel.joined(member, at)) return;
    }
  }

  async function admit(peer: LivePeer, room: AnyRoom, key: Key): Promise<Refusal | null> {
    if (peer.state !== 'open') return refuse('KERNEL_UNAUTHENTICATED');
    const { limits } = peer.context;
    if (peer.joined >= limits.joins && !peer.membership(roomId(room.name, key))) {
      peer.refused('KERNEL_TOO_MANY_ROOMS');
      return refuse('KERNEL_TOO_MANY_ROOMS', { limit: limits.joins });
    }
    const may = room.may(peer.principal, key);
    if (typeof may === 'boolean' ? may : await may) return null;
    peer.refused('KERNEL_FORBIDDEN');
    return refuse('KERNEL_FORBIDDEN', { room: room.name, key });
  }

  async function join(peer: Peer, room: AnyRoom, key: Key, since?: Pos): Promise<Joined | Refusal> {
    if (!(peer instanceof LivePeer))
      throw new CodedError('KERNEL_INTERNAL', 'only peers of createPeers join');
    const refusal = await admit(peer, room, key);
    if (refusal) return refusal;
    // Gone while it was asked whether it may.
    if (peer.state !== 'open') return refuse('KERNEL_UNAUTHENTICATED');
    peer.membership(roomId(room.name, key))?.end();
    if (room.kind === 'log') {
      const stream = streamOf(room, key);
      const channel = stream.channel(key);
      return whileHere(channel.add(peer), (member) => joinLog(stream, channel, member, key, since));
    }
    const channel = stateOf(room, key);
    return whileHere(channel.add(peer), async (member) => {
      channel.tell(member, { kind: 'subscribed', recovered: false });
      await joinState(room, channel, member);
      return { recovered: false };
    });
  }

  async function whileHere(member: Member, run: (member: Member) => Promise<Joined>): Promise<Joined> {
    try {
      return await run(member);
    } catch (error) {
      member.end();
      throw error;
    }
  }

  return {
    publish(room, key, message) {
      if (room.kind === 'state') bus.publish(roomId(room.name, key), JSON.stringify({ m: message }));
      else if (!room.keep.durable) append(room, key, message);
      else throw new CodedError('KERNEL_INTERNAL', `${room.name} is durable: publish in an op`);
    },
    join: (peer, room, key, since) => join(peer, room, key, since),
    leave(peer, room, key) {
      if (peer instanceof LivePeer) peer.membership(roomId(room, key))?.end();
    },
    watchers: (room, key) => states.get(roomId(room, key))?.size ?? 0,
    stop() {
      cancelHeadCheck();
      stopListening();
    },
  };
}

/** The topic of a log's sequence: of the key, or of the whole room. */
function topicOf(room: LogRoom, key: Key): Key {
  return room.sequence === 'key' ? roomId(room.name, key) : room.name;
}
