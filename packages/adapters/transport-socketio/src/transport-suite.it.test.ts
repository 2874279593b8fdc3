import { describeTransport, type FarEnd } from '@posthouse/kernel/testing';
import { io, type Socket } from 'socket.io-client';
import { frame, openEndpoint } from './testing/open-endpoint.ts';

/** The TCP socket under a client that is on WebSocket, to stop reading from. */
function tcpOf(client: Socket): { pause(): void; resume(): void } {
  const engine = client.io.engine as unknown as {
    transport: { ws: { _socket: { pause(): void; resume(): void } } };
  };
  return engine.transport.ws._socket;
}

/** An unmodified client; what it sends before CONNECT is answered waits in it, as in every Socket.IO client. */
async function farEnd(url: string, query: string): Promise<FarEnd> {
  const client = io(`${url}?${query}`, { transports: ['websocket'], reconnection: false, forceNew: true });
  const received: unknown[] = [];
  client.on('message', (message: unknown) => received.push(message));
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    client.on('disconnect', (reason) => resolve({ code: 0, reason }));
    client.on('connect_error', ({ message }) => resolve({ code: 0, reason: message }));
  });
  await new Promise<void>((resolve) => void client.io.once('open', () => resolve()));
  return {
    received,
    closed,
    send: (message) => client.emit('message', message),
    stall: () => tcpOf(client).pause(),
    unstall: () => tcpOf(client).resume(),
    close: () => client.disconnect(),
  };
}

describeTransport(
  'Socket.IO',
  {
    async open(changes, accept) {
      const { url, stop } = await openEndpoint(changes, accept);
      return { connect: (query = '') => farEnd(url, query), stop };
    },
    frame: (message) => frame('message', message),
    heard: (data) => (data as { args: readonly unknown[] }).args[0],
    codes: false,
    pings: true,
  },
  () => new Promise<void>((resolve) => setImmediate(resolve)),
);
