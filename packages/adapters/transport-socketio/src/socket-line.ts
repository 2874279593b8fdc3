import {
  isRefusal,
  refuse,
  type Handshake,
  type Inbound,
  type Refusal,
  type Transport,
} from '@posthouse/kernel';
import type { Socket } from 'socket.io';
import * as engine from './engine-conn.ts';
import type { EngineWire } from './engine-wire.ts';
import { isAckArguments } from './ack-arguments.ts';
import type { Session } from './session.ts';

type Accept = Parameters<Transport['open']>[2];

/** Reasons after which a client comes back by itself and may resume: Socket.IO 4.8's list. */
const COMES_BACK = new Set([
  'transport error',
  'transport close',
  'forced close',
  'ping timeout',
  'server shutting down',
  'forced server close',
]);
/** Close codes of WebSocket for Socket.IO's reasons; anything else went without a word. */
const CODES = new Map([
  ['client namespace disconnect', 1000],
  ['server namespace disconnect', 1000],
  ['transport close', 1001],
  ['parse error', 1007],
]);
const ABNORMAL = 1006;
const BROKEN = 1011;
const PROTOCOL_ERROR = 1002;
const BAD_PACKET = 1007;
const TOO_LARGE = 1009;

/** One socket of a namespace between Socket.IO and the kernel, from its CONNECT to its end. */
export class SocketLine {
  readonly socket: Socket;
  readonly wire: EngineWire;
  readonly session: Session | null;
  #connected = false;
  #inbound: Inbound | null = null;
  #endedBy: string | null = null;
  readonly #over: () => void;

  constructor(socket: Socket, wire: EngineWire, session: Session | null, over: () => void) {
    this.socket = socket;
    this.wire = wire;
    this.session = session;
    this.#over = over;
    socket.conn.once('close', this.#connClosed);
  }

  /** Asks the kernel, while the client still waits for its CONNECT. */
  async greet(hello: Handshake, accept: Accept): Promise<Refusal | null> {
    // What came with the CONNECT in one piece may have ended the connection before anybody listened.
    if (this.socket.conn.readyState === 'closed') {
      this.#end('forced close');
      return null;
    }
    const inbound = await accept(hello, this.wire);
    if (isRefusal(inbound)) {
      this.#end('refused');
      return inbound;
    }
    this.#inbound = inbound;
    if (this.#endedBy !== null) {
      inbound.closed(codeOf(this.#endedBy));
      return null;
    }
    if (this.wire.isClosed) {
      // The kernel thought better of it while the app decided.
      this.#end('refused');
      return refuse('KERNEL_FORBIDDEN');
    }
    this.socket.conn.on('packet', this.#took);
    this.socket.onAny(this.#event);
    this.socket.on('disconnect', this.#disconnected);
    this.socket.on('error', (fault: unknown) => {
      // Else it is an event that a client calls so. A packet that is none closes the connection by itself.
      if (fault instanceof Error) inbound.broke?.(BAD_PACKET);
    });
    this.socket.conn.on('heartbeat', this.#pong);
    return null;
  }

  /** The CONNECT is on its way: from here on the kernel's wheel pings for Engine.IO. */
  connected(): void {
    this.#connected = true;
    engine.leaveBeat(this.socket.conn);
    this.wire.connected();
  }

  /** Whether it was in its namespace. */
  get wasConnected(): boolean {
    return this.#connected;
  }

  readonly #event = (event: string, ...args: unknown[]): void => {
    const last = args.at(-1);
    const reply = typeof last === 'function' ? (last as (...values: unknown[]) => void) : undefined;
    if (reply) args.pop();
    this.#inbound!.message({ event, args }, reply && ((value) => answer(reply, value))).catch(() =>
      this.wire.close(BROKEN, 'message failed'),
    );
  };

  /** Text counts by its characters, which is what Engine.IO has of it. */
  readonly #took = ({ data }: { readonly data?: string | Uint8Array }): void =>
    this.#inbound!.took?.(data?.length ?? 0);

  readonly #pong = (): void => this.#inbound!.pong();

  readonly #connClosed = (reason: string): void => this.#end(reason);

  readonly #disconnected = (reason: string, cause?: unknown): void => {
    const fault = faultOf(cause);
    if (fault !== null) this.#inbound?.broke?.(fault);
    this.#end(reason);
  };

  #end(reason: string): void {
    if (this.#endedBy !== null) return;
    this.#endedBy = reason;
    const { conn } = this.socket;
    conn.off('close', this.#connClosed);
    conn.off('heartbeat', this.#pong);
    conn.off('packet', this.#took);
    this.wire.closed();
    engine.keepBeat(conn);
    void this.session?.close(!COMES_BACK.has(reason));
    this.#inbound?.closed(codeOf(reason));
    this.#over();
  }
}

/** Of the faults that `ws` finds, Engine.IO keeps nothing but the words. */
function faultOf(cause: unknown): number | null {
  const words = cause instanceof Error ? cause.message : '';
  if (words.includes('Max payload size exceeded')) return TOO_LARGE;
  if (!words.includes('Invalid WebSocket frame')) return null;
  return words.includes('UTF-8') ? BAD_PACKET : PROTOCOL_ERROR;
}

function codeOf(reason: string): number {
  return CODES.get(reason) ?? ABNORMAL;
}

function answer(reply: (...values: unknown[]) => void, value: unknown): void {
  if (isAckArguments(value)) reply(...value.args);
  else reply(value);
}
