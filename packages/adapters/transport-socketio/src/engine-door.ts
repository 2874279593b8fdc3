import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Endpoint } from '@posthouse/kernel';
import { Server as EngineServer, type Socket as EngineSocket } from 'engine.io';
import type { Pace } from '@posthouse/websocket';
import { WebSocketServer } from 'ws';
import { connectionOf, heedClose } from './engine-conn.ts';
import { plainAddress } from './handshake.ts';
import { Reading } from './reading.ts';

const ENGINE_IO = '4';
const TOO_OLD = 'Unsupported protocol version: only Socket.IO clients of version 3 or later connect here';

type Upgrade = Parameters<WebSocketServer['handleUpgrade']>;

/** Why a new connection may not come from an address, in words; null: it may. */
type RefusalFor = (address: string) => string | null;

/** One endpoint's own Engine.IO server on an HTTP server that it shares with others. */
export interface Door {
  readonly engine: EngineServer;
  readingOf(conn: EngineSocket): Reading;
  close(): void;
}

/**
 * Opens an Engine.IO server with the endpoint's ping settings, size limit and origins. It answers the endpoint's paths
 * alone and leaves every other request and upgrade to the server's other listeners, however long these take.
 */
export function openDoor(
  endpoint: Endpoint,
  server: HttpServer,
  pace: Pace,
  refusalFor: RefusalFor = () => null,
): Door {
  const readings = new WeakMap<EngineSocket, Reading>();
  const engine = new EngineServer({
    pingInterval: endpoint.ping,
    pingTimeout: endpoint.timeout,
    maxHttpBufferSize: endpoint.maxMessage,
    perMessageDeflate: false,
    wsEngine: pacedServer(pace),
    httpCompression: false,
    // To an old client Engine.IO would open a WebSocket first, and write its refusal into it as text.
    allowRequest: (request, decide) => {
      const tooOld = request.headers.upgrade !== undefined && queryOf(request)['EIO'] !== ENGINE_IO;
      const refusal = tooOld ? TOO_OLD : refusalFor(plainAddress(request.socket.remoteAddress!));
      decide(refusal, refusal === null);
    },
    cors: {
      origin: endpoint.origins.includes('*') ? '*' : [...endpoint.origins],
      methods: ['GET', 'POST'],
    },
  });
  /** One for all connections: a closure each would cost the idle ones. */
  function moved(this: EngineSocket): void {
    readings.get(this)?.moved();
  }
  engine.on('connection', (conn: EngineSocket) => {
    readings.set(conn, new Reading(conn));
    conn.once('upgrade', moved);
    heedClose(conn);
  });
  const release = intercept(endpoint, server, {
    request(request, response) {
      const conn = request.method === 'POST' && connectionOf(engine, queryOf(request)['sid'] ?? '');
      const reading = conn && readings.get(conn);
      const proceed = () => engine.handleRequest(request, response);
      if (!reading) proceed();
      else if (!reading.admit(proceed)) response.writeHead(429).end();
    },
    upgrade: (request, socket, head) => engine.handleUpgrade(request, socket, head),
  });
  return {
    engine,
    readingOf: (conn) => readings.get(conn)!,
    close() {
      release();
      engine.close();
    },
  };
}

/** Engine.IO's own copy of ws answers every ping, also those of a client that never reads its pongs. */
function pacedServer(pace: Pace) {
  return class extends WebSocketServer {
    override handleUpgrade(...[request, socket, head, opened]: Upgrade): void {
      super.handleUpgrade(request, socket, head, (ws, same) => {
        pace(ws, socket);
        opened(ws, same);
      });
    }
  };
}

interface Answers {
  request(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** Puts `answers` before the server's other request listeners and beside its upgrade listeners. */
function intercept(endpoint: Endpoint, server: HttpServer, answers: Answers): () => void {
  const ours = (request: IncomingMessage) => endpoint.paths.test(pathOf(request));
  /** Whoever has reset the connection meanwhile has no address any more. Asked once, Node remembers it. */
  const isGone = ({ socket }: IncomingMessage) => socket.remoteAddress === undefined;
  const others = server.listeners('request') as Answers['request'][];
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    if (ours(request)) {
      if (isGone(request)) request.destroy();
      else answers.request(request, response);
    } else for (const other of others) other.call(server, request, response);
  };
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!ours(request)) return;
    if (isGone(request)) socket.destroy();
    else answers.upgrade(request, socket, head);
  };
  server.removeAllListeners('request');
  server.on('request', onRequest);
  server.on('upgrade', onUpgrade);
  return () => {
    server.off('upgrade', onUpgrade);
    if (!server.listeners('request').includes(onRequest)) return;
    server.off('request', onRequest);
    for (const other of others) server.on('request', other);
  };
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0]!;
}

/** As Engine.IO reads it: of one name, the last counts. */
function queryOf(request: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(new URL(request.url ?? '/', 'http://localhost').searchParams);
}
