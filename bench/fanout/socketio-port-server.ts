import { createServer } from 'node:http';
import type { App, Codec, Endpoint, Kernel } from '@posthouse/kernel';
import { createSocketIoTransport } from '@posthouse/transport-socketio';
import { announce } from './doors.ts';
import { peers, room, rooms } from './house.ts';

/** `rooms.publish` to Socket.IO clients behind the Transport port. */
const endpoint: Endpoint = {
  name: 'bench',
  transport: 'socketio',
  port: 0,
  host: '127.0.0.1',
  paths: /^\/socket\.io\//,
  origins: ['*'],
  maxMessage: 65_536,
  ping: 60_000,
  timeout: 20_000,
  open: [],
};

const codec: Codec = {
  id: 'bench',
  encode: (_room, _key, event) =>
    event.kind === 'message' ? { data: JSON.stringify(['message', event.message]) } : null,
  direct: (message) => ({ data: JSON.stringify(message) }),
};

const app: Pick<App, 'accept'> = {
  async accept(peer, { query }) {
    peer.codec = codec;
    peer.open();
    if (query.get('role') === 'sub') await rooms.join(peer, room, 'key');
    return {
      async message(data) {
        const { event, args } = data as { event: string; args: readonly unknown[] };
        if (event === 'pub') rooms.publish(room, 'key', args[0]);
      },
      pong() {},
      closed() {},
    };
  },
};

const server = createServer();
await createSocketIoTransport().open(endpoint, server, peers.accept(endpoint, app, {} as Kernel));
announce(server);
