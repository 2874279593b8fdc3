import type { RoomListener } from '@posthouse/client';
import { computed, createApp, effectScope, shallowRef, type ShallowRef } from 'vue';
import { API, type Api } from '../api.ts';
import { HUB, type ConnectionState, type HubLink } from '../hub.ts';
import { createShares } from '../shares.ts';

export interface FakeHub<R> {
  /** What was asked for by GET, answered when the test says so. */
  readonly asked: {
    readonly path: string;
    readonly answer: (value: unknown) => void;
    readonly refuse: (error: Error) => void;
  }[];
  /** The rooms that are joined, by name, to be spoken in. */
  readonly rooms: ReadonlyMap<string, RoomListener>;
  /** How the connection is; open, until the test says otherwise. */
  readonly state: ShallowRef<ConnectionState>;
  /** What the composable gave. */
  readonly used: R;
  readonly stop: () => void;
}

/**
 * A composable that is used outside of any page, on a hub that says what the test says; `api` answers by itself what it
 * has a method for.
 */
export function withFakeHub<R>(use: () => R, api: Partial<Api> = {}): FakeHub<R> {
  const asked: FakeHub<R>['asked'] = [];
  const rooms = new Map<string, RoomListener>();
  const get = (path: string) =>
    new Promise((answer, refuse) => {
      asked.push({ path, answer, refuse });
    });
  const shares = createShares((room, listener) => {
    rooms.set(room.name, listener);
    return { room, pos: undefined, close: () => void rooms.delete(room.name) };
  });
  const app = createApp({});
  app.provide(API, { get, ...api } as unknown as Api);
  const state = shallowRef<ConnectionState>('open');
  app.provide(HUB, { shares, state: computed(() => state.value) } as HubLink);
  const scope = effectScope();
  const used = app.runWithContext(() => scope.run(use)!);
  return { asked, rooms, state, used, stop: () => scope.stop() };
}
