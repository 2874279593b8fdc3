import { connect, type Client, type RoomListener } from '@posthouse/client';
import {
  computed,
  inject,
  onScopeDispose,
  shallowRef,
  watch,
  type ComputedRef,
  type InjectionKey,
} from 'vue';
import { provided } from './api.ts';
import { createShares, type Shares } from './shares.ts';

/** How often the seconds to the next try are counted, milliseconds. */
const COUNT_MS = 250;

export type ConnectionState = 'connecting' | 'open' | 'waiting' | 'closed';

export interface HubLink {
  readonly state: ComputedRef<ConnectionState>;
  /** When the next try is made, milliseconds of `performance.now()`; null when none is planned. */
  readonly nextTry: ComputedRef<number | null>;
  readonly shares: Shares;
  /** For others than the rooms: `request`, `publish`. Null until somebody is signed in. */
  readonly client: () => Client | null;
  /** Connects as whoever is signed in now; a connection of somebody else ends. */
  open(token: string | null): void;
  close(): void;
}

/** The one connection of the console. Rooms that pages have joined are joined again on the next one. */
export function createHubLink(url: string, make: typeof connect = connect): HubLink {
  const status = shallowRef<{ is: ConnectionState; nextTry: number | null }>({
    is: 'connecting',
    nextTry: null,
  });
  let client: Client | null = null;
  const shares = createShares((room, listener: RoomListener) => client?.subscribe(room, listener));

  function end(): void {
    shares.lost();
    client?.close();
    client = null;
  }

  return {
    state: computed(() => status.value.is),
    nextTry: computed(() => status.value.nextTry),
    shares,
    client: () => client,
    open(token) {
      end();
      status.value = { is: 'connecting', nextTry: null };
      const mine = make({ url, client: 'posthouse-console', ...(token !== null && { token }) });
      client = mine;
      mine.onStatus((now) => {
        if (client !== mine) return;
        status.value = { is: now.is, nextTry: now.is === 'waiting' ? performance.now() + now.wait : null };
      });
      shares.found();
    },
    close: end,
  };
}

export const HUB: InjectionKey<HubLink> = Symbol('hub');

export function useHub(): HubLink {
  return provided(inject(HUB));
}

/** How the connection is, and the whole seconds until the next try. */
export function useConnection(): {
  state: ComputedRef<ConnectionState>;
  seconds: ComputedRef<number | null>;
} {
  const { state, nextTry } = useHub();
  const now = shallowRef(performance.now());
  let timer: ReturnType<typeof setInterval> | undefined;
  watch(
    nextTry,
    (at) => {
      clearInterval(timer);
      now.value = performance.now();
      if (at !== null) timer = setInterval(() => (now.value = performance.now()), COUNT_MS);
    },
    { immediate: true },
  );
  onScopeDispose(() => clearInterval(timer));
  return { state, seconds: computed(() => secondsUntil(nextTry.value, now.value)) };
}

/** Both in milliseconds; never below nought. */
export function secondsUntil(at: number | null, now: number): number | null {
  return at === null ? null : Math.max(0, Math.ceil((at - now) / 1_000));
}
