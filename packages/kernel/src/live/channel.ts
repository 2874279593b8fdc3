import type { Key, Log, Pos } from '../ports/base.ts';
import type { Codec, Frame } from '../ports/peer.ts';
import type { RoomEvent } from '../ports/room.ts';
import { batchOf, type Batch } from './batch.ts';
import type { LivePeer } from './live-peer.ts';
import { Member } from './member.ts';
import { roomId } from './room-id.ts';
import type { Source } from './writer.ts';

/** One publication on its way to the members. */
export interface Outgoing {
  readonly event: RoomEvent;
  readonly pos?: Pos;
  /** What a member's `after` is compared with: a log's seq, a state's commit; Infinity is always newer. */
  readonly order: number;
  /** State rooms: which value it replaces. */
  readonly id?: string;
}

/** The members of one room and key on this node, and what they are to get at the end of this tick. */
export abstract class Channel implements Source {
  readonly id: string;
  readonly room: string;
  readonly key: Key;
  protected readonly members = new Set<Member>();
  readonly #log: Log;
  readonly #emptied: () => void;
  #asked = false;

  constructor(room: string, key: Key, log: Log, emptied: () => void) {
    this.room = room;
    this.key = key;
    this.id = roomId(room, key);
    this.#log = log;
    this.#emptied = emptied;
  }

  get size(): number {
    return this.members.size;
  }

  add(peer: LivePeer): Member {
    const member = new Member(peer, this);
    this.members.add(member);
    peer.enter(member);
    return member;
  }

  remove(member: Member): void {
    if (!this.members.delete(member)) return;
    member.here = false;
    member.peer.leave(member, this.room, this.key);
    if (this.members.size === 0) this.#emptied();
  }

  /** Spreads the gathered events: encoded once per codec, one shared batch for all who have the same one (K8). */
  spread(): void {
    this.#asked = false;
    const events = this.taken();
    if (events.length === 0) return;
    const first = events.reduce((least, { order }) => Math.min(least, order), Infinity);
    const batches = new Map<string, Batch | null>();
    for (const member of this.members) {
      const { codec } = member.peer;
      if (member.after >= first) {
        this.deliver(
          member,
          this.batch(
            codec,
            events.filter(({ order }) => order > member.after),
          ),
        );
        continue;
      }
      let batch = batches.get(codec.id);
      if (batch === undefined) batches.set(codec.id, (batch = this.batch(codec, events)));
      this.deliver(member, batch);
    }
  }

  /** Tells one member something of its own, after what the others have got so far. */
  tell(member: Member, event: RoomEvent, pos?: Pos): void {
    const frame = this.encode(member.peer.codec, event, pos);
    if (frame && member.here) member.peer.offer(batchOf([frame]));
  }

  /** Tells something large when the member has room for it. */
  async tellInBulk(member: Member, event: RoomEvent): Promise<void> {
    const frame = this.encode(member.peer.codec, event);
    if (frame) await member.peer.offerInBulk(batchOf([frame]), member);
  }

  abstract caughtUp(member: Member): void;
  /** The events since the last spread, which are taken by this. */
  protected abstract taken(): readonly Outgoing[];
  protected abstract batch(codec: Codec, events: readonly Outgoing[]): Batch | null;

  protected deliver(member: Member, batch: Batch | null): void {
    if (batch) member.peer.offer(batch);
  }

  /** Asks the writer of the members for a spread at the end of this tick. */
  protected ask(): void {
    if (this.#asked) return;
    const [member] = this.members;
    if (!member) return;
    this.#asked = true;
    member.peer.context.writer.source(this);
  }

  /** A codec that fails costs its own dialect this event, nobody else. */
  encode(codec: Codec, event: RoomEvent, pos?: Pos): Frame | null {
    try {
      return codec.encode(this.room, this.key, event, pos);
    } catch (error) {
      this.#log.error({ room: this.room, codec: codec.id, error: String(error) }, 'a codec failed');
      return null;
    }
  }
}
