import type { Clock, Key, ListedPeer, Ms, StateRoom } from '@posthouse/kernel';
import type { TailNews } from '@posthouse/protocol';
import { masked, withoutSecrets } from './masked.ts';
import { peerOfKey } from './tail-key.ts';
import { Tail, type TailLine } from './tail.ts';

/** How long a connection is watched at a stretch: nobody should be watched because a page was left open. */
const LASTS: Ms = 900_000;
/** How soon a message is shown. */
const SOON: Ms = 250;
/** Connections watched at once. */
const AT_ONCE = 20;

export interface TailsOptions {
  readonly clock: Clock;
  readonly find: (id: string) => ListedPeer | undefined;
  readonly rooms: { readonly tail: StateRoom<TailNews>; readonly payload: StateRoom<TailNews> };
  readonly publish: (room: StateRoom<TailNews>, key: Key, news: TailNews) => void;
  readonly watchers: (room: string, key: Key) => number;
}

/**
 * The connections that somebody watches. A tail begins with the first who joins one of its two rooms and ends with the
 * last who leaves, with its connection, or after 15 minutes.
 */
export class Tails {
  readonly #options: TailsOptions;
  readonly #tails = new Map<Key, Tail>();
  /** Joined in the last look: its member may still be on the way into the room. */
  readonly #fresh = new Set<Key>();
  #cancel: (() => void) | null = null;

  constructor(options: TailsOptions) {
    this.#options = options;
  }

  /** Somebody joins. */
  snapshot(key: Key, open: boolean): readonly TailNews[] {
    const tail = this.#tails.get(key) ?? this.#begin(key);
    if (typeof tail === 'string') return [{ is: 'status', id: 'status', tail, skipped: 0, until: null }];
    this.#fresh.add(key);
    return [statusOf(tail, 'on'), ...tail.kept.map((line) => newsOf(line, open))];
  }

  /** Once a second: ends what nobody watches any more. */
  look(): void {
    for (const [key, tail] of this.#tails) {
      const { peer, until } = tail;
      if (peer.state === 'closed') this.#end(key, tail, 'gone');
      else if (this.#options.clock.now() >= until) this.#end(key, tail, 'over');
      else if (!this.#fresh.delete(key) && !this.#isWatched(key)) this.#end(key, tail, 'over');
    }
  }

  stop(): void {
    this.#cancel?.();
    for (const tail of this.#tails.values()) tail.end();
    this.#tails.clear();
  }

  #begin(key: Key): Tail | 'busy' | 'gone' {
    if (this.#tails.size >= AT_ONCE) return 'busy';
    const { clock, find } = this.#options;
    const peer = find(peerOfKey(key));
    if (!peer) return 'gone';
    const tail = new Tail(peer, clock, LASTS);
    this.#tails.set(key, tail);
    this.#cancel ??= clock.after(SOON, this.#show);
    return tail;
  }

  #end(key: Key, tail: Tail, how: 'gone' | 'over'): void {
    this.#say(key, tail);
    tail.end();
    this.#tails.delete(key);
    this.#fresh.delete(key);
    this.#tell(key, () => statusOf(tail, how));
  }

  readonly #show = (): void => {
    for (const [key, tail] of this.#tails) this.#say(key, tail);
    this.#cancel = this.#tails.size > 0 ? this.#options.clock.after(SOON, this.#show) : null;
  };

  #say(key: Key, tail: Tail): void {
    for (const line of tail.take()) this.#tell(key, (open) => newsOf(line, open));
    if (tail.hasSkipped()) this.#tell(key, () => statusOf(tail, 'on'));
  }

  /** Only what somebody is in the room for is made. */
  #tell(key: Key, news: (open: boolean) => TailNews): void {
    const { rooms, watchers, publish } = this.#options;
    if (watchers(rooms.tail.name, key) > 0) publish(rooms.tail, key, news(false));
    if (watchers(rooms.payload.name, key) > 0) publish(rooms.payload, key, news(true));
  }

  #isWatched(key: Key): boolean {
    const { rooms, watchers } = this.#options;
    return watchers(rooms.tail.name, key) + watchers(rooms.payload.name, key) > 0;
  }
}

function newsOf({ number, at, direction, type, size, payload }: TailLine, open: boolean): TailNews {
  const veil = open ? withoutSecrets : masked;
  return {
    is: 'message',
    id: String(number),
    at: new Date(at).toISOString(),
    direction,
    // A peer's own word, too.
    type: veil(type) as string,
    size,
    payload: veil(payload),
  };
}

function statusOf({ skipped, until }: Tail, tail: 'on' | 'gone' | 'over'): TailNews {
  return { is: 'status', id: 'status', tail, skipped, until: new Date(until).toISOString() };
}
