import type { Pos } from '../../ports/base.ts';
import type { RoomEvent } from '../../ports/room.ts';
import type { Value } from './app.ts';

/** A room event as the JSON codec of the tests says it. */
type Heard = RoomEvent & { readonly room: string; readonly key: string; readonly pos?: Pos };

interface Place {
  pos: Pos;
  /** The last message heard; null since a gap, or when none came yet. */
  last: string | null;
}

/**
 * What one client knows, checked as it comes: logs without a hole that was not announced and without a repetition
 * (K7), state values that never go back.
 */
export class Listener {
  /** Last position per room and key: what a resume passes as `since`. */
  readonly places = new Map<string, Place>();
  readonly values = new Map<string, number>();
  /** Rooms last joined without a position: there the answer is a new beginning. */
  readonly fresh = new Set<string>();
  readonly #follower: (name: string, text: string) => string | undefined;

  /** `follower` knows what was said after `text` in the room and key of `name`. */
  constructor(follower: (name: string, text: string) => string | undefined) {
    this.#follower = follower;
  }

  /** Throws at the first thing that should not be. */
  hear(event: Heard): void {
    const name = `${event.room} ${event.key}`;
    switch (event.kind) {
      case 'subscribed':
        return this.#subscribed(name, event);
      case 'snapshot':
        for (const value of event.values as Value[]) this.#value(value);
        return;
      case 'gap':
        return this.#gap(name, event.to);
      case 'message':
        if (event.pos) this.#next(name, event.pos, event.message as string);
        else this.#value(event.message as Value);
    }
  }

  #subscribed(name: string, { recovered, pos }: Extract<Heard, { kind: 'subscribed' }>): void {
    if (!pos) return;
    const known = this.places.get(name);
    if (recovered && known?.pos.seq !== pos.seq) throw new Error(`${name} resumed at another place`);
    // Without recovery a gap follows, or nothing was known before.
    if (!known || (!recovered && this.fresh.has(name))) this.places.set(name, { pos, last: null });
  }

  #gap(name: string, to: Pos): void {
    if (!name.startsWith('model.ticks')) throw new Error(`a durable log, ${name}, has a gap`);
    Object.assign(this.#at(name), { pos: to, last: null });
  }

  #next(name: string, pos: Pos, text: string): void {
    const place = this.#at(name);
    const expected = place.pos;
    const follows = name.startsWith('model.feed') ? pos.seq > expected.seq : pos.seq === expected.seq + 1;
    if (pos.epoch !== expected.epoch || !follows) {
      throw new Error(`${name}: ${JSON.stringify(pos)} after ${JSON.stringify(expected)}`);
    }
    if (!text.startsWith(`${name} `)) throw new Error(`${name} said ${text}`);
    if (place.last !== null && this.#follower(name, place.last) !== text) {
      throw new Error(`${name}: ${text} after ${place.last}`);
    }
    Object.assign(place, { pos, last: text });
  }

  #at(name: string): Place {
    const place = this.places.get(name);
    if (!place) throw new Error(`${name} speaks before it is subscribed`);
    return place;
  }

  #value({ id, version }: Value): void {
    if (version < (this.values.get(id) ?? 0)) throw new Error(`the value of ${id} went back to ${version}`);
    this.values.set(id, version);
  }
}
