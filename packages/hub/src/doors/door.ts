import {
  createServer,
  Server,
  type IncomingMessage,
  type ServerResponse,
  type RequestListener,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import type { Endpoint, Lane, Log } from '@posthouse/kernel';
import type { Certificate } from '../access/certificate.ts';
import { isUploading } from '../http/upload.ts';
import { targetOf } from '../http/raw-headers.ts';
import { matchEndpoint } from './match.ts';
import { refuseRequest, turnAway } from './turn-away.ts';

/** Whether a request may come in; a code says why not. `isNew`: it would begin a connection, and not go on with one. */
export type Admit = (request: IncomingMessage, endpoint: string, isNew: boolean) => Promise<string | null>;

export interface DoorOptions {
  /** The endpoint of plain HTTP requests on this door. */
  readonly name: string;
  /** Endpoints with sockets on this door. */
  readonly endpoints: readonly Endpoint[];
  readonly handle: (request: IncomingMessage, response: ServerResponse, endpoint: string) => void;
  readonly admit: Admit;
  /** Where connections and upgrades wait, of all doors together: many at once must not be felt by who is connected already. */
  readonly turns: Lane;
  /** The door speaks TLS. */
  readonly certificate?: Certificate | undefined;
  /** What was turned away before any route or transport saw it, by code; what `admit` refuses it counts itself. */
  readonly onRefusal: (code: string) => void;
  readonly log: Log;
}

/** One listening server, and for each of its socket endpoints the part that a transport may open. */
export interface Door {
  readonly server: Server;
  readonly parts: ReadonlyMap<Endpoint, Server>;
}

/**
 * Makes the server of one port. Every request and upgrade is looked at once, here: it is guarded, given to the
 * endpoint whose path and sub-protocol it names, or turned away. Transports see a server of their own that never
 * listens and gets only what is theirs, so that no two of them can answer the same socket.
 */
export function createDoor({
  name,
  endpoints,
  handle,
  admit,
  turns,
  onRefusal,
  certificate,
  log,
}: DoorOptions): Door {
  const parts = new Map(endpoints.map((endpoint) => [endpoint, new Server()] as const));

  function onRequest(request: IncomingMessage, response: ServerResponse): void {
    const endpoint = matchEndpoint(endpoints, request);
    const part = endpoint && parts.get(endpoint);
    if (!endpoint || !part || !takesPolls(part)) return handle(request, response, name);
    ask(request, endpoint, part)
      .then((blocked) => {
        if (blocked === null) part.emit('request', request, response);
        else refuseRequest(response, blocked, request.headers);
      })
      .catch((error: unknown) => failed(error, endpoint, request.socket));
  }

  function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Until a transport takes it over nobody else would hear of a broken socket, which would end the process.
    socket.on('error', ignore);
    const endpoint = matchEndpoint(endpoints, request);
    const part = endpoint && parts.get(endpoint);
    const refuse = (code: string) => {
      onRefusal(code);
      turnAway(socket, code, request.headers);
    };
    if (!endpoint || !part || part.listenerCount('upgrade') === 0) return refuse('HUB_NOT_FOUND');
    if (turns.length >= WAITING) return refuse(FULL);
    turns.queue(() => {
      // Whoever gave up meanwhile need not be asked about.
      if (socket.destroyed) return;
      ask(request, endpoint, part)
        .then((blocked) => {
          if (blocked !== null) return turnAway(socket, blocked, request.headers);
          socket.off('error', ignore);
          part.emit('upgrade', request, socket, head);
        })
        .catch((error: unknown) => failed(error, endpoint, socket));
    });
  }

  /** Who cannot be asked about is not let in. */
  const ask = (request: IncomingMessage, endpoint: Endpoint, part: Server): Promise<string | null> =>
    admit(request, endpoint.name, !(takesPolls(part) && hasSession(request))).catch(() => {
      onRefusal(UNAVAILABLE);
      return UNAVAILABLE;
    });

  /** A fault of ours, or of a library's, in taking somebody in costs them their socket, and nobody else anything. */
  function failed(error: unknown, endpoint: Endpoint, socket: Duplex): void {
    log.error({ endpoint: endpoint.name, error: String(error) }, 'a connection could not be taken in');
    socket.on('error', ignore);
    socket.destroy();
  }

  /** Slow drip and garbage: Node has given up on the request. */
  function onClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
    // The caller went away: nobody is left to refuse.
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    // A large file may take longer than a request; its reader minds the silences.
    if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && isUploading(socket)) return;
    const code = UNREADABLE[error.code ?? ''] ?? 'HUB_INVALID_INPUT';
    onRefusal(code);
    turnAway(socket, code);
  }

  const settings = { ...SLOWEST, shouldUpgradeCallback: asksForSocket };
  const server = certificate
    ? tlsServer(certificate, settings, onRequest)
    : createServer(settings, onRequest);
  admitInTurn(server, turns);
  server.on('upgrade', onUpgrade);
  server.on('clientError', onClientError);
  return { server, parts };
}

/** Whether the transport of a part takes plain requests, too (Engine.IO's polling). */
const takesPolls = (part: Server): boolean => part.listenerCount('request') > 0;

/** Engine.IO's session id, by which a poll or an upgrade goes on with a connection. */
const hasSession = ({ url }: IncomingMessage): boolean => targetOf(url).query.has('sid');

/** A connection waits for its turn before TLS or HTTP hears of it: a crowd at the door must not be felt inside. */
function admitInTurn(server: Server, turns: Lane): void {
  const listeners = server.listeners('connection');
  server.removeAllListeners('connection');
  server.on('connection', (socket) => {
    const admit = () => {
      socket.off('error', ignore);
      if (!socket.destroyed) for (const listener of listeners) listener.call(server, socket);
    };
    socket.on('error', ignore);
    // Where no more may wait, its request gets the answer that says so.
    if (turns.length < WAITING) turns.queue(admit);
    else admit();
  });
}

/** Takes the next certificate without ending anything. */
function tlsServer(certificate: Certificate, settings: object, onRequest: RequestListener): Server {
  const server = createTlsServer({ ...settings, ...certificate.pem }, onRequest);
  certificate.follow((pem) => server.setSecureContext(pem));
  return server;
}

/** Clients that would rather speak HTTP/2 say so in passing (`Upgrade: h2c`); they get a plain answer. */
function asksForSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

/** How slowly a request may arrive before it is given up, and how often that is looked at, in milliseconds. */
const SLOWEST = { requestTimeout: 30_000, headersTimeout: 15_000, connectionsCheckingInterval: 5_000 };
/** Node's codes for requests that it could not read. */
const UNREADABLE: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'HUB_REQUEST_TIMEOUT',
  HPE_HEADER_OVERFLOW: 'HUB_HEADERS_TOO_LARGE',
  HPE_INVALID_URL: 'HUB_ADDRESS_UNREADABLE',
};

/** Upgrades that may wait for their turn. */
const WAITING = 4_096;

const FULL = 'KERNEL_TOO_MANY_CONNECTIONS';
const UNAVAILABLE = 'KERNEL_STORE_UNAVAILABLE';

const ignore = (): void => {};
