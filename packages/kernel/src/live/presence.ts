import type { Clock, Key, Ms } from '../ports/base.ts';
import type { Bus } from '../ports/room.ts';

export interface PresenceOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  /** How long somebody without a connection still counts as here: a reconnect is no departure. */
  readonly grace: Ms;
  /** Called when the first connection of `key` comes and, after the grace, when the last one has gone. */
  readonly changed?: (key: Key, here: boolean) => void;
}

export interface Presence {
  /** A connection of `key` came; the returned function says that it went. */
  enter(key: Key, value: string): () => void;
  here(key: Key): boolean;
  stop(): void;
}

interface Visit {
  connections: number;
  cancelDeparture: () => void;
}

/** Who is here, by key: any number of connections each, and a grace after the last. Every app has its own. */
export function createPresence({ bus, clock, grace, changed }: PresenceOptions): Presence {
  const visits = new Map<Key, Visit>();

  function depart(key: Key): void {
    visits.delete(key);
    bus.enter(key, null);
    changed?.(key, false);
  }

  function leave(key: Key, visit: Visit): void {
    visit.connections--;
    if (visit.connections > 0 || visits.get(key) !== visit) return;
    visit.cancelDeparture = clock.after(grace, () => depart(key));
  }

  return {
    enter(key, value) {
      let visit = visits.get(key);
      const arrived = visit === undefined;
      if (!visit) visits.set(key, (visit = { connections: 0, cancelDeparture: () => {} }));
      visit.cancelDeparture();
      visit.connections++;
      bus.enter(key, value);
      if (arrived) changed?.(key, true);
      const mine = visit;
      let left = false;
      return () => {
        if (left) return;
        left = true;
        leave(key, mine);
      };
    },
    here: (key) => visits.has(key),
    stop() {
      for (const visit of visits.values()) visit.cancelDeparture();
      visits.clear();
    },
  };
}
