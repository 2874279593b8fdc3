import { isRefusal, type Handshake, type Inbound, type Transport } from '@posthouse/kernel';
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { WsWire, messageOf } from './ws-wire.ts';

type Accept = Parameters<Transport<Server>['open']>[2];

const PROTOCOL_ERROR = 1002;
const POLICY_VIOLATION = 1008;

/** ws's errors that it answers with another code (its `doc/ws.md`, "Error codes"). */
const FAULTS: Readonly<Record<string, number>> = {
  WS_ERR_INVALID_UTF8: 1007,
  WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH: 1009,
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: 1009,
  WS_ERR_TOO_MANY_BUFFERED_PARTS: 1008,
};

/** Bytes not yet taken by the peer above which its pings go unanswered: who does not read needs no more pongs. */
const PONGS_BOUND = 64 * 1024;

/**
 * One connection of ours. It hears its own events where ws emits them: a table of listeners, and closures in it, would
 * cost every idle connection half a kilobyte.
 */
export class PeerSocket extends WebSocket {
  inbound: Inbound | null = null;
  closedWith: number | null = null;

  override emit(event: string | symbol, ...args: unknown[]): boolean {
    switch (event) {
      case 'message':
        this.#message(args[0] as Buffer, args[1] as boolean);
        return true;
      case 'ping':
        this.inbound?.took?.((args[0] as Buffer).length);
        // RFC 6455 §5.5.3 lets pings go unanswered while a later one will be.
        if (this.readyState === this.OPEN && this.bufferedAmount < PONGS_BOUND) this.pong(args[0], false);
        return true;
      case 'pong':
        this.inbound?.pong();
        return true;
      case 'error':
        this.#broke(args[0] as NodeJS.ErrnoException);
        return true;
      case 'close':
        this.#closed(args[0] as number);
    }
    return super.emit(event, ...args);
  }

  #message(data: Buffer, isBinary: boolean): void {
    const { inbound } = this;
    if (!inbound) return;
    inbound.took?.(data.length);
    // While it closes nobody hears it: what it still says need not become text.
    if (this.readyState === this.OPEN) void inbound.message(messageOf(data, isBinary));
  }

  #closed(code: number): void {
    const { inbound } = this;
    this.closedWith = code;
    this.inbound = null;
    inbound?.closed(code);
  }

  /** ws answers faults of the protocol with their code by itself; `close` follows. */
  #broke({ code = '' }: NodeJS.ErrnoException): void {
    if (code.startsWith('WS_ERR_')) this.inbound?.broke?.(FAULTS[code] ?? PROTOCOL_ERROR);
  }
}

/** Hands a connection to the kernel. Nothing is read until it is accepted; `closed` is told exactly once. */
export async function serve(
  ws: PeerSocket,
  socket: Duplex,
  handshake: Handshake,
  accept: Accept,
): Promise<void> {
  ws.pause();
  const inbound = await accept(handshake, new WsWire(ws, socket));
  if (isRefusal(inbound)) ws.close(POLICY_VIOLATION, inbound.refuse);
  else if (ws.closedWith !== null) return inbound.closed(ws.closedWith);
  else ws.inbound = inbound;
  ws.resume();
}
