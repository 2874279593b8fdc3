import type { Server as EngineServer, Socket as EngineSocket } from 'engine.io';
import type { Socket } from 'socket.io';
import type { Part } from './packet.ts';

/**
 * The members of Engine.IO 6.6 and Socket.IO 4.8 that their typings leave out and that we need: the connections by their
 * ids, the queue in front of a busy transport, the WebSocket behind it, the heartbeat, the session's private id.
 * Nothing else reaches behind them.
 */
interface Unlisted {
  readonly writeBuffer: readonly {
    readonly data?: string | Uint8Array;
    readonly options?: Partial<Part['options']>;
  }[];
  readonly transport: EngineSocket['transport'] & { readonly socket?: WebSocketOfEngine };
  sendPacket(type: 'ping'): void;
  onClose(reason: 'transport close'): void;
  schedulePing(): void;
  pingIntervalTimer: NodeJS.Timeout | null;
  pingTimeoutTimer: NodeJS.Timeout | null;
  write(data: string | Uint8Array, options: Part['options']): void;
  request: unknown;
}

/** The `ws` connection under Engine.IO's `websocket` transport (by the `ws` that its door was given). */
interface WebSocketOfEngine {
  readonly bufferedAmount: number;
  readonly readyState: number;
  pause(): void;
  resume(): void;
  terminate(): void;
}

const OPEN = 1;
/** Bytes before a transport that is taken for slow. */
export const HIGH_WATER = 64 * 1024;

function unlisted(conn: EngineSocket): Unlisted {
  return conn as unknown as Unlisted;
}

/** The open connection with this session id. */
export function connectionOf(server: EngineServer, sid: string): EngineSocket | undefined {
  const { clients } = server as unknown as { readonly clients: Readonly<Record<string, EngineSocket>> };
  return Object.hasOwn(clients, sid) ? clients[sid] : undefined;
}

/** Once a connection is on WebSocket it stays there. */
export function onWebSocket(conn: EngineSocket): boolean {
  return conn.transport.name === 'websocket';
}

/** False once a close handshake has begun: nothing may follow a close frame (RFC 6455 §5.5.1). */
export function takesData(conn: EngineSocket): boolean {
  if (conn.readyState !== 'open') return false;
  const socket = unlisted(conn).transport.socket;
  return socket === undefined || socket.readyState === OPEN;
}

export function write(conn: EngineSocket, data: string | Uint8Array, options: Part['options']): void {
  unlisted(conn).write(data, options);
}

/** An Engine.IO ping outside the schedule; its pong is the usual one. */
export function ping(conn: EngineSocket): void {
  unlisted(conn).sendPacket('ping');
}

/** Stops Engine.IO's own pings: the kernel's wheel pings instead, without a timer per connection. */
export function leaveBeat(conn: EngineSocket): void {
  const beat = unlisted(conn);
  for (const timer of [beat.pingIntervalTimer, beat.pingTimeoutTimer]) if (timer) clearTimeout(timer);
  beat.pingIntervalTimer = null;
  beat.pingTimeoutTimer = null;
}

/** Engine.IO pings again: its connection outlives the peer that left a namespace, or is still closing. */
export function keepBeat(conn: EngineSocket): void {
  if (conn.readyState === 'closed' || unlisted(conn).pingIntervalTimer) return;
  unlisted(conn).schedulePing();
}

/** Bytes in Engine.IO's queue and in the socket's. Bytes in a poll's response are the operating system's at once. */
export function buffered(conn: EngineSocket): number {
  const { writeBuffer, transport } = unlisted(conn);
  let bytes = transport.socket?.bufferedAmount ?? 0;
  for (const packet of writeBuffer) {
    const frame = packet.options?.wsPreEncodedFrame?.[0];
    bytes += frame?.length ?? packet.data?.length ?? 1;
  }
  return bytes;
}

/** Stops reading; a polling connection is held back at the door instead. */
export function pauseReading(conn: EngineSocket): void {
  unlisted(conn).transport.socket?.pause();
}

export function resumeReading(conn: EngineSocket): void {
  unlisted(conn).transport.socket?.resume();
}

/** Ends a connection at once, without waiting for its client to agree. */
export function drop(conn: EngineSocket): void {
  conn.close(true);
  unlisted(conn).transport.socket?.terminate();
}

/**
 * Ends a connection at its client's close packet, as Engine.IO 6.6 itself does for those who poll: to a client on
 * WebSocket it would be deaf until the ping timeout.
 */
export function heedClose(conn: EngineSocket): void {
  conn.on('packet', closeOnPacket);
}

/** One for all connections: a closure each would cost the idle ones. */
function closeOnPacket(this: EngineSocket, { type }: { readonly type: string }): void {
  if (type === 'close') unlisted(this).onClose('transport close');
}

/** The secret by which a client resumes. Set by Socket.IO when the server's option is on. */
export function privateId(socket: Socket): string {
  return (socket as unknown as { readonly pid: string }).pid;
}

/** A CONNECT without a private id tells the client that it cannot resume. */
export function withoutPrivateId(socket: Socket): void {
  (socket as unknown as { pid: string | undefined }).pid = undefined;
}

/** Engine.IO keeps the first request for a connection's whole life, several kilobytes each, for nobody here. */
export function dropRequest(conn: EngineSocket): void {
  unlisted(conn).request = undefined;
}
