import type { Clock, Key, Log, Ms } from '../ports/base.ts';
import type { Codec, Frame } from '../ports/peer.ts';
import type { StateRoom } from '../ports/room.ts';
import { batchOf, type Batch } from './batch.ts';
import { Channel, type Outgoing } from './channel.ts';
import type { Member } from './member.ts';

/** Ids a member may fall behind with; beyond it a fresh snapshot is cheaper. */
const BEHIND = 1_024;

/** A batch that remembers which value each frame is, and how new. */
interface StateBatch extends Batch {
  readonly values: readonly { readonly id: string; readonly frame: Frame; readonly order: number }[];
}

/** A state room's members: the newest value per id, at most one each `every`; who cannot take it gets the newest later. */
export class StateChannel extends Channel {
  readonly #room: StateRoom<unknown>;
  readonly #clock: Clock;
  readonly #resnapshot: (member: Member) => void;
  /** To go out at the end of this tick. */
  #newest = new Map<string, Outgoing>();
  /** Came too soon after the last: newest per id. */
  readonly #held = new Map<string, Outgoing>();
  readonly #sentAt = new Map<string, Ms>();
  #timed = false;

  constructor(
    room: StateRoom<unknown>,
    key: Key,
    tools: { clock: Clock; log: Log; resnapshot: (member: Member) => void; emptied: () => void },
  ) {
    super(room.name, key, tools.log, tools.emptied);
    this.#room = room;
    this.#clock = tools.clock;
    this.#resnapshot = tools.resnapshot;
  }

  /** `at` is the commit it was published in; undefined when none was. */
  publish(message: unknown, at: number | undefined): void {
    const id = this.#room.id(message);
    const outgoing: Outgoing = { event: { kind: 'message', message }, order: at ?? Infinity, id };
    if (this.#room.every === undefined) return this.#send(id, outgoing);
    const sentAt = this.#sentAt.get(id);
    const due = sentAt === undefined || this.#clock.mono() - sentAt >= this.#room.every;
    if (due || this.#room.urgent?.(message)) {
      this.#held.delete(id);
      this.#sentAt.set(id, this.#clock.mono());
      this.#send(id, outgoing);
    } else this.#held.set(id, outgoing);
    this.#time(this.#room.every);
  }

  caughtUp(member: Member): void {
    if (member.joining) return;
    const { behind } = member;
    member.behind = null;
    if (behind === null) return;
    if (behind.size > BEHIND) return this.#resnapshot(member);
    const newer = [...behind.values()].filter(({ order }) => order > member.after);
    if (newer.length > 0) member.peer.offer(batchOf(newer.map(({ frame }) => frame)));
  }

  /** The snapshot of commit `at` is on its way to the member: what is newer follows. False: take another one. */
  joined(member: Member, at: number): boolean {
    this.spread();
    if (member.behind !== null && member.behind.size > BEHIND) {
      member.behind = null;
      return false;
    }
    member.after = at;
    member.joining = false;
    if (member.peer.writable) this.caughtUp(member);
    return true;
  }

  protected taken(): readonly Outgoing[] {
    const events = [...this.#newest.values()];
    this.#newest.clear();
    return events;
  }

  protected batch(codec: Codec, events: readonly Outgoing[]): StateBatch | null {
    const values: { id: string; frame: Frame; order: number }[] = [];
    for (const { event, id, order } of events) {
      const frame = this.encode(codec, event);
      if (frame) values.push({ id: id!, frame, order });
    }
    return values.length === 0 ? null : { ...batchOf(values.map(({ frame }) => frame)), values };
  }

  protected override deliver(member: Member, batch: StateBatch | null): void {
    if (!batch) return;
    if (member.peer.writable && !member.joining) return member.peer.offer(batch);
    member.behind ??= new Map();
    for (const { id, frame, order } of batch.values) {
      if (member.behind.size > BEHIND) return;
      member.behind.set(id, { frame, order });
    }
  }

  #send(id: string, outgoing: Outgoing): void {
    if (this.size === 0) return;
    // Deleted first, so that the order is that of the newest values.
    this.#newest.delete(id);
    this.#newest.set(id, outgoing);
    this.ask();
  }

  /** One wheel entry for all that is held. */
  #time(wait: Ms): void {
    if (this.#timed) return;
    this.#timed = true;
    this.#clock.after(wait, () => {
      this.#timed = false;
      if (this.size === 0) return;
      this.#release(this.#room.every!);
    });
  }

  #release(every: Ms): void {
    const now = this.#clock.mono();
    let soonest = Infinity;
    for (const [id, sentAt] of this.#sentAt) {
      const held = this.#held.get(id);
      if (now - sentAt < every) soonest = Math.min(soonest, sentAt + every - now);
      else if (held) {
        this.#held.delete(id);
        this.#sentAt.set(id, now);
        this.#send(id, held);
        soonest = Math.min(soonest, every);
      } else this.#sentAt.delete(id);
    }
    if (soonest < Infinity) this.#time(soonest);
  }
}
