import type { Server as HttpServer } from 'node:http';
import { refuse, type Turns, type Endpoint, type Ms, type Refusal, type Transport } from '@posthouse/kernel';
import { createPace } from '@posthouse/websocket';
import type { Socket as EngineSocket } from 'engine.io';
import { Server, type Socket } from 'socket.io';
import * as parser from 'socket.io-parser';
import { Batches } from './batch.ts';
import { end, GONE } from './ending.ts';
import { BoundedDecoder } from './bounded-decoder.ts';
import { Connection } from './connection.ts';
import * as engine from './engine-conn.ts';
import { openDoor, type Door } from './engine-door.ts';
import { EngineWire } from './engine-wire.ts';
import { handshakeOf } from './handshake.ts';
import { formatOffset } from './offset.ts';
import { Outsiders, type OutsideBounds } from './outsiders.ts';
import type { Dress } from './packet.ts';
import { postAdapter } from './post-adapter.ts';
import type { Session } from './session.ts';
import type { Sessions } from './sessions.ts';
import { SocketLine } from './socket-line.ts';

export interface SocketIoOptions {
  /** Needed by endpoints with `resume`; without it no endpoint resumes. */
  readonly sessions?: Sessions;
  /** `/` alone by default. Each namespace's socket is a peer of its own. */
  readonly namespaces?: readonly string[];
  /** How long a connection may be in no namespace, in milliseconds. */
  readonly connectTimeout?: Ms;
  /** In which those are read who send much at once. */
  readonly turns?: Turns;
  /** How many connections may be in no namespace. The kernel's default limits. */
  readonly outside?: OutsideBounds;
}

type Accept = Parameters<Transport['open']>[2];

/** The longest that Node counts: `Connection` minds who CONNECTs too late. */
const NEVER: Ms = 2 ** 31 - 1;

/**
 * Socket.IO 4.8 peers behind the Transport port: one server per endpoint, with that endpoint's paths, ping settings,
 * origins and size limit. Messages are `{event, args}`; a frame's data is the JSON text of `[event, ...args]`.
 */
export function createSocketIoTransport(options: SocketIoOptions = {}): Transport<HttpServer> {
  const pace = createPace(options.turns);
  return {
    name: 'socketio',
    async open(endpoint, server, accept) {
      if (endpoint.resume) await options.sessions?.adopt(endpoint.name);
      const outsiders = new Outsiders(options.outside);
      const door = openDoor(endpoint, server, pace, (address) => outsiders.refusalFor(address));
      const host = new SocketIoHost(endpoint, door, accept, outsiders, options);
      return () => host.close();
    },
  };
}

/** One endpoint's Socket.IO server. */
class SocketIoHost {
  readonly #endpoint: Endpoint;
  readonly #door: Door;
  readonly #accept: Accept;
  readonly #sessions: Sessions | undefined;
  readonly #io: Server;
  readonly #batches = new Batches();
  readonly #connections = new WeakMap<EngineSocket, Connection>();
  readonly #restored = new Map<string, Session>();
  readonly #lines = new WeakMap<Socket, SocketLine>();
  /** Who has which session now. */
  readonly #byPid = new Map<string, SocketLine>();

  constructor(
    endpoint: Endpoint,
    door: Door,
    accept: Accept,
    outsiders: Outsiders,
    options: SocketIoOptions,
  ) {
    this.#endpoint = endpoint;
    this.#door = door;
    this.#accept = accept;
    this.#sessions = endpoint.resume && options.sessions;
    const { namespaces = ['/'], connectTimeout = 10_000 } = options;
    this.#io = new Server({
      adapter: postAdapter((pid, offset) => this.#restore(pid, offset)),
      serveClient: false,
      parser: { ...parser, Decoder: BoundedDecoder },
      connectTimeout: NEVER,
      // Its state is ours; the option makes Socket.IO ask the adapter for it.
      ...(this.#sessions && { connectionStateRecovery: { skipMiddlewares: false } }),
    });
    const connections = this.#connections;
    const settings = { endpoint, namespaces, outsiders, connectTimeout };
    function took(this: EngineSocket, packet: Parameters<Connection['took']>[0]): void {
      connections.get(this)?.took(packet);
    }
    function closed(this: EngineSocket): void {
      connections.get(this)?.closed();
    }
    door.engine.on('connection', (conn: EngineSocket) => {
      const hello = handshakeOf(endpoint.name, conn.request, conn.remoteAddress);
      connections.set(conn, new Connection(conn, hello, settings));
      engine.dropRequest(conn);
      conn.on('packet', took);
      conn.once('close', closed);
    });
    for (const name of namespaces) this.#open(name);
    this.#io.bind(door.engine);
  }

  async close(): Promise<void> {
    await this.#io.close();
    this.#door.close();
  }

  #open(name: string): void {
    const dress: Dress = { nsp: name === '/' ? '' : `${name},`, resumes: this.#sessions !== undefined };
    this.#io
      .of(name)
      .use((socket, next) => void this.#greet(socket, dress, next))
      .on('connection', (socket) => {
        this.#connections.get(socket.conn)?.connected(name);
        this.#lines.get(socket)?.connected();
      });
  }

  /** Between CONNECT and its answer; what `next` gets becomes a CONNECT_ERROR. */
  async #greet(socket: Socket, dress: Dress, next: (error?: Error) => void): Promise<void> {
    try {
      const refused = await this.#meet(socket, dress);
      if (refused) this.#refuse(socket, refused, next);
      else next();
    } catch {
      this.#refuse(socket, refuse('KERNEL_INTERNAL'), next);
    }
  }

  #refuse(socket: Socket, refusal: Refusal, next: (error: Error) => void): void {
    this.#connections.get(socket.conn)?.answered(socket.nsp.name);
    next(connectError(refusal));
  }

  async #meet(socket: Socket, dress: Dress): Promise<Refusal | null> {
    const session = await this.#sessionFor(socket);
    const wire = new EngineWire(socket.conn, {
      dress,
      batches: this.#batches,
      reading: this.#door.readingOf(socket.conn),
      end: (code) => end(socket, code),
    });
    if (session?.state.resumed) wire.awaitMissed();
    else if (session) wire.startAt(formatOffset(session.state.at));
    const line = new SocketLine(socket, wire, session, () => this.#over(line));
    this.#lines.set(socket, line);
    if (session) this.#byPid.set(session.state.pid, line);
    const hello = {
      ...this.#connections.get(socket.conn)!.hello,
      auth: socket.handshake.auth as unknown,
      connection: socket.id,
    };
    if (session) this.#sessions!.bind(hello, session);
    return line.greet(hello, this.#accept);
  }

  async #sessionFor(socket: Socket): Promise<Session | null> {
    if (!this.#sessions) return null;
    const pid = engine.privateId(socket);
    const restored = this.#restored.get(pid);
    this.#restored.delete(pid);
    if (restored) return restored;
    const session = await this.#sessions.open(this.#endpoint.name, this.#endpoint.resume!, pid, socket.id);
    if (!session) engine.withoutPrivateId(socket);
    return session;
  }

  /** Socket.IO asks before it makes the socket, so that it gets its old id. */
  async #restore(pid: string, offset: string) {
    const session = await this.#sessions!.restore(this.#endpoint.name, this.#endpoint.resume!, pid, offset);
    if (!session) return null;
    // Its old connection may not have noticed yet that it is dead.
    this.#byPid.get(pid)?.wire.close(GONE, 'the client came back by another connection');
    this.#restored.set(pid, session);
    return { sid: session.state.sid, pid, rooms: [], data: {}, missedPackets: [] };
  }

  #over(line: SocketLine): void {
    if (line.wasConnected) this.#connections.get(line.socket.conn)?.left();
    const pid = line.session?.state.pid;
    if (pid !== undefined && this.#byPid.get(pid) === line) this.#byPid.delete(pid);
  }
}

/** Socket.IO sends `message` and `data` of a middleware's error. */
function connectError({ refuse: code, detail }: Refusal): Error {
  return Object.assign(new Error(code), { data: { code, ...(detail !== undefined && { detail }) } });
}
