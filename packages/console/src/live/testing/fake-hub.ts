import type { RoomListener } from '@posthouse/client';
import { createApp, effectScope } from 'vue';
import { API, type Api } from '../api.ts';
import { HUB, type HubLink } from '../hub.ts';
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
  /** What the composable gave. */
  readonly used: R;
  readonly stop: () => void;
}

/** A composable that is used outside of any page, on a hub that says what the test says. */
export function withFakeHub<R>(use: () => R): FakeHub<R> {
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
  app.provide(API, { get } as unknown as Api);
  app.provide(HUB, { shares } as HubLink);
  const scope = effectScope();
  return { asked, rooms, used: app.runWithContext(() => scope.run(use)!), stop: () => scope.stop() };
}
