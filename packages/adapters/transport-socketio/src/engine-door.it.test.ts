import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { io } from 'socket.io-client';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createSocketIoTransport } from './socketio-transport.ts';
import { deaf, endpoint, listen } from './testing/open-endpoint.ts';

const HANDSHAKES = {
  request: 'GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\n\r\n',
  upgrade:
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n' +
    'Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: c29hayBzb2FrIHNvYWsgIQ==\r\n\r\n',
};

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the door', () => {
  it.each(Object.entries(HANDSHAKES))(
    'stands when a client has reset its connection by the time its %s is looked at',
    async (event, handshake) => {
      const failed = vi.fn<() => void>();
      process.on('unhandledRejection', failed);
      onTestFinished(() => void process.off('unhandledRejection', failed));
      const { server, port } = await listen();
      const close = await createSocketIoTransport().open(endpoint, server, async () => deaf);
      server.prependListener(event, ({ headers }: IncomingMessage) => {
        if (!headers['x-stays']) hasty.resetAndDestroy();
      });
      const hasty = connect(port, '127.0.0.1');
      hasty.write(handshake);
      await once(server, event);
      await turn();
      expect(failed).not.toHaveBeenCalled();
      const client = io(`http://127.0.0.1:${port}`, { extraHeaders: { 'x-stays': 'yes' }, forceNew: true });
      await once(client as never, 'connect');
      client.disconnect();
      await close();
      server.closeAllConnections();
      server.close();
    },
  );
});
