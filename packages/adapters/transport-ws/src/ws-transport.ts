import type { IncomingMessage, Server } from 'node:http';
import type { Endpoint, Handshake, Transport, Turns } from '@posthouse/kernel';
import { createPace } from '@posthouse/websocket';
import { WebSocketServer, type WebSocket } from 'ws';
import { hangDoor, targetOf } from './doors.ts';
import { PeerSocket, serve } from './peer-socket.ts';

/** How long a closing handshake may take before the socket is dropped, in milliseconds. */
const CLOSE_TIMEOUT = 10_000;
const CLOSING_MOMENT = 1_000;
const INTERNAL = 1011;

/** Plain WebSocket peers, by `ws`, on HTTP servers of the hub's. Who sends much at once is read in `turns`. */
export function createWsTransport(turns?: Turns): Transport<Server> {
  const pace = createPace(turns);
  return {
    name: 'ws',
    async open(endpoint, server, accept) {
      const open = new Set<WebSocket>();
      const upgrades = upgraderFor(endpoint);
      const forget = function (this: WebSocket) {
        open.delete(this);
      };
      const unhang = hangDoor(server, {
        paths: endpoint.paths,
        subprotocol: endpoint.subprotocol,
        enter(request, socket, head) {
          upgrades.handleUpgrade(request, socket, head, (ws) => {
            open.add(ws);
            ws.on('close', forget);
            pace(ws, socket);
            serve(ws, socket, handshakeOf(endpoint, request), accept).catch(() => ws.close(INTERNAL));
          });
        },
      });
      return async () => {
        unhang();
        await Promise.all([...open].map(end));
      };
    },
  };
}

function upgraderFor(endpoint: Endpoint) {
  const { subprotocol } = endpoint;
  const options = {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: endpoint.maxMessage,
    WebSocket: PeerSocket,
    // PeerSocket answers pings.
    autoPong: false,
    // Known to ws since 8.18.4, not yet to its types.
    closeTimeout: CLOSE_TIMEOUT,
    ...(subprotocol !== undefined && { handleProtocols: () => subprotocol }),
  };
  return new WebSocketServer(options);
}

function handshakeOf(endpoint: Endpoint, request: IncomingMessage): Handshake {
  const { path, query } = targetOf(request);
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const);
  return {
    endpoint: endpoint.name,
    path,
    query: new URLSearchParams(query),
    headers: new Map(headers),
    address: (request.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
  };
}

/** Ends what is open; a closing handshake under way gets a moment, so that its code arrives. */
function end(ws: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const moment = ws.readyState === ws.CLOSING ? CLOSING_MOMENT : 0;
    const timer = setTimeout(() => ws.terminate(), moment);
    ws.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
