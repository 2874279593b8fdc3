import { isUtf8 } from 'node:buffer';
import type { Duplex } from 'node:stream';
import { nestsDeeper, type Frame, type Wire } from '@posthouse/kernel';
import type { WebSocket } from 'ws';
import { bytesOf } from './framing.ts';

const OPEN: WebSocket['OPEN'] = 1;

/** An empty ping frame (RFC 6455 §5.5.2). */
const PING = Buffer.of(0x89, 0);

/**
 * One WebSocket as the kernel's Wire. Data frames go straight to the socket, framed once for all peers, one write
 * a tick; ws itself writes only its control frames, which it puts on the same socket at once and so in order.
 */
export class WsWire implements Wire {
  readonly #ws: WebSocket;
  readonly #socket: Duplex;

  constructor(ws: WebSocket, socket: Duplex) {
    this.#ws = ws;
    this.#socket = socket;
  }

  write(frames: readonly Frame[]): boolean {
    const socket = this.#socket;
    // After the close frame nothing may follow (RFC 6455 §5.5.1).
    if (this.#ws.readyState !== OPEN) return true;
    // write() says false of a large buffer even when the system took it at once.
    return socket.write(bytesOf(frames)) || socket.writableLength < socket.writableHighWaterMark;
  }

  drained(fn: () => void): void {
    this.#socket.once('drain', fn);
  }

  queued(): number {
    return this.#socket.writableLength;
  }

  ping(): void {
    if (this.#ws.readyState === OPEN) this.#socket.write(PING);
  }

  pause(): void {
    this.#ws.pause();
  }

  resume(): void {
    this.#ws.resume();
  }

  close(code: number, reason: string): void {
    this.#ws.close(code, reason);
    // The peer's own close frame must be read, also when its messages were not.
    this.#ws.resume();
  }
}

/** Bytes above which a message's beginning is looked at before it becomes text. */
const LARGE = 65_536;
const BEGINNING = 4_096;
/** Levels above every limit of the kernel's. */
const LEVELS = 64;
const STAND_IN = '['.repeat(LEVELS + 1);

/**
 * Text stays text; binary that holds JSON, as some clients send it, becomes text; other bytes stay bytes. A large one
 * that is nothing but nesting comes as a small one that nests too deeply as well: nobody would read the rest.
 */
export function messageOf(data: Buffer, isBinary: boolean): string | Uint8Array {
  if (isBinary) {
    const opens = data.find((byte) => byte > 0x20);
    const json = (opens === 0x7b || opens === 0x5b) && isUtf8(data);
    if (!json) return data;
  }
  const nests = data.length > LARGE && nestsDeeper(data.toString('latin1', 0, BEGINNING), LEVELS);
  return nests ? STAND_IN : data.toString('utf8');
}
