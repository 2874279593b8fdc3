import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Wire } from '@posthouse/kernel';
import { io } from 'socket.io-client';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createSocketIoTransport } from './socketio-transport.ts';
import { deaf, endpoint, listen, openEndpoint } from './testing/open-endpoint.ts';
import { connectByPolling } from './testing/poll.ts';

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

  it('refuses an upgrade by POST, also of a session whose data is held back', async () => {
    let wire: Wire | undefined;
    const { url, stop } = await openEndpoint({}, async (_, its) => {
      wire = its;
      return deaf;
    });
    onTestFinished(stop);
    const { sid } = await connectByPolling(url);
    wire!.pause();
    const upgrade = `${url}/socket.io/?EIO=4&transport=websocket&sid=${sid}`;
    expect(await statusOfUpgrade(upgrade, 'POST')).toBe(405);
    expect(await statusOfUpgrade(upgrade, 'POST')).toBe(405);
  });

  it.each(['&sid=another', '&x=?'])(
    'holds back the data of a paused session, named behind "%s"',
    async (before) => {
      const heard: unknown[] = [];
      let wire: Wire | undefined;
      const { url, stop } = await openEndpoint({}, async (_, its) => {
        wire = its;
        return { ...deaf, message: async (data) => void heard.push(data) };
      });
      onTestFinished(stop);
      const { sid, post } = await connectByPolling(url);
      wire!.pause();
      const posts = [
        post('42["e"]'),
        post('42["e"]', `${url}/socket.io/?EIO=4&transport=polling${before}&sid=${sid}`),
      ];
      // One waits, the other is refused.
      expect((await Promise.race(posts)).status).toBe(429);
      expect(heard).toEqual([]);
      wire!.resume();
      expect((await Promise.all(posts)).map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
        200, 429,
      ]);
      expect(heard).toEqual([{ event: 'e', args: [] }]);
    },
  );
});

async function statusOfUpgrade(url: string, method: string): Promise<number | undefined> {
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'c29hayBzb2FrIHNvYWsgIQ==',
  };
  const asking = httpRequest(url, { method, headers }).end();
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}
