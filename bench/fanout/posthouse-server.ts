import { createServer } from 'node:http';
import type { App, Codec, Endpoint, Kernel } from '@posthouse/kernel';
import { createWsTransport } from '@posthouse/transport-ws';
import { announce } from './doors.ts';
import { peers, room, rooms } from './house.ts';

/** `rooms.publish` to plain WebSocket clients of two dialects. */
const endpoint: Endpoint = {
  name: 'bench',
  transport: 'ws',
  port: 0,
  host: '127.0.0.1',
  paths: /^\/(sub|pub)$/,
  origins: [],
  maxMessage: 65_536,
  ping: 25_000,
  timeout: 20_000,
  open: [],
};

/** Two dialects of the same length, so that the bytes on the wire can be compared. */
const codecs = ['one', 'two'].map((id): Codec => ({
  id,
  encode: (_room, _key, event) => (event.kind === 'message' ? { data: JSON.stringify(event.message) } : null),
  direct: (message) => ({ data: JSON.stringify(message) }),
}));

let arrived = 0;
const app: Pick<App, 'accept'> = {
  async accept(peer, { path }) {
    peer.codec = codecs[arrived++ % codecs.length]!;
    peer.open();
    if (path === '/sub') await rooms.join(peer, room, 'key');
    return {
      async message(data) {
        if (path === '/pub') rooms.publish(room, 'key', JSON.parse(data as string));
      },
      pong() {},
      closed() {},
    };
  },
};

const server = createServer();
await createWsTransport().open(endpoint, server, peers.accept(endpoint, app, {} as Kernel));
announce(server);
