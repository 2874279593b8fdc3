import type { Pos } from '../ports/base.ts';
import type { Codec, Frame } from '../ports/peer.ts';
import { batchOf, type Batch } from './batch.ts';
import { Channel, type Outgoing } from './channel.ts';

/** A log's members: every event in order; who cannot take them is cut with its position. */
export class LogChannel extends Channel {
  #events: Outgoing[] = [];

  publish(message: unknown, pos: Pos): void {
    this.push({ event: { kind: 'message', message }, pos, order: pos.seq });
  }

  /** A loss that concerns everybody here. In another epoch the members' places count for nothing. */
  gap(from: Pos, to: Pos): void {
    if (from.epoch !== to.epoch) {
      this.spread();
      for (const member of this.members) if (member.after !== Infinity) member.after = to.seq;
    }
    const reason = from.epoch === to.epoch ? 'expired' : 'epoch';
    this.push({ event: { kind: 'gap', from, to, reason }, order: Infinity });
  }

  caughtUp(): void {}

  protected push(event: Outgoing): void {
    if (this.size === 0) return;
    this.#events.push(event);
    this.ask();
  }

  protected taken(): readonly Outgoing[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  protected batch(codec: Codec, events: readonly Outgoing[]): Batch | null {
    const frames: Frame[] = [];
    let before: Pos | undefined;
    for (const { event, pos } of events) {
      if (pos) before ??= { epoch: pos.epoch, seq: pos.seq - 1 };
      const frame = this.encode(codec, event, pos);
      if (frame) frames.push(frame);
    }
    if (frames.length === 0) return null;
    return before ? batchOf(frames, { room: this.room, key: this.key, before }) : batchOf(frames);
  }
}
