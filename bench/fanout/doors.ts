import type { IncomingMessage, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';

/** Listens on a free port of loopback and says which to the parent process. */
export function announce(server: Server): void {
  server.listen(0, '127.0.0.1', 511, () => process.send!({ port: (server.address() as AddressInfo).port }));
}

/** A bare `ws` server: subscribers by `/sub`, what the publisher sends by `/pub`. */
export function createBareServer(
  subscribed: (ws: WebSocket, socket: Duplex) => void,
  published: (data: Buffer) => void,
): Server {
  const upgrades = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: 65_536,
  });
  const server = createServer();
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const publishes = request.url === '/pub';
    upgrades.handleUpgrade(request, socket, head, (ws) => {
      if (publishes) ws.on('message', published);
      else subscribed(ws, socket);
    });
  });
  return server;
}
