import type { ConnectionNews, TailNews } from '@posthouse/protocol';
import type { StateRoomRef } from '../../live/shares.ts';

export const connectionsRoom: StateRoomRef<ConnectionNews> = {
  name: 'house.connections',
  key: 'house/connections',
  id: ({ id }) => id,
  gone: ({ is }) => is === 'gone',
};

/** `open`: payloads as they are, for those who may; else numbers and secrets are masked by the hub. */
export const tailRoom = (peer: string, open: boolean): StateRoomRef<TailNews> => ({
  name: open ? 'house.payload' : 'house.tail',
  key: `house/tail/${peer}`,
  id: ({ id }) => id,
});
