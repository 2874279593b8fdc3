import type { Clock, Counters, ListedPeer, LiveRooms, Log } from '@posthouse/kernel';
import { Survey } from '../connections/survey.ts';
import { Tails } from '../connections/tails.ts';
import type { Signs } from '../system/signs.ts';
import { History } from './history.ts';
import type { Metrics } from './metrics.ts';
import { createPulse, type Beat } from './pulse.ts';
import { CONNECTIONS_KEY, VITALS_KEY, type HouseRooms } from './rooms.ts';

const EVERY = 1_000;

export interface WatchOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly peers: {
    list(): readonly ListedPeer[];
    find(id: string): ListedPeer | undefined;
    readonly counters: Counters;
  };
  readonly holdings: () => ReadonlyMap<string, readonly string[]>;
  readonly live: Pick<LiveRooms, 'publish' | 'watchers'>;
  readonly rooms: HouseRooms;
  readonly metrics: Pick<Metrics, 'tally'>;
  readonly signs: Signs;
}

/** What is known of the hub from second to second. */
export interface Watch {
  readonly history: History;
  readonly survey: Survey;
  stop(): void;
}

/**
 * Looks at the hub once a second: its pulse always, which costs a fraction of a millisecond; connections and tails only
 * while somebody is in their rooms.
 */
export function startWatch({
  clock,
  log,
  peers,
  holdings,
  live,
  rooms,
  metrics,
  signs,
}: WatchOptions): Watch {
  const history = new History();
  const survey = new Survey({
    clock,
    peers: () => peers.list(),
    holdings,
    publish: (news) => live.publish(rooms.connections, CONNECTIONS_KEY, news),
  });
  const tails = new Tails({
    clock,
    find: (id) => peers.find(id),
    rooms,
    publish: (room, key, news) => live.publish(room, key, news),
    watchers: (room, key) => live.watchers(room, key),
  });
  const { counters } = peers;
  const pulse = createPulse(clock, signs, () => ({
    ...metrics.tally,
    received: counters.received,
    sent: counters.sent,
    peers: counters.accepted - counters.closed,
  }));
  let newest: Beat | null = null;

  function look(): void {
    newest = pulse();
    history.push(newest);
    if (live.watchers(rooms.vitals.name, VITALS_KEY) > 0) live.publish(rooms.vitals, VITALS_KEY, newest);
    if (live.watchers(rooms.connections.name, CONNECTIONS_KEY) > 0) survey.look();
    else survey.rest();
    tails.look();
  }

  function turn(): void {
    try {
      look();
    } catch (error) {
      log.error({ error: String(error) }, 'a look at the hub failed');
    }
    cancel = clock.after(EVERY, turn);
  }

  let cancel = clock.after(EVERY, turn);
  rooms.shown = {
    connections: () => survey.snapshot(),
    vitals: () => (newest === null ? [] : [newest]),
    tail: (key, open) => tails.snapshot(key, open),
  };
  return {
    history,
    survey,
    stop() {
      cancel();
      rooms.shown = null;
      tails.stop();
      signs.stop();
    },
  };
}
