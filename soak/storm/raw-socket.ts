import { connect, type Socket } from 'node:net';
import { clientFrame, FrameReader, OPCODES } from './frames.ts';

export interface RawTarget {
  readonly port: number;
  readonly path: string;
  readonly subprotocol?: string;
  /** Address of this machine to come from; any of 127.0.0.0/8. */
  readonly from?: string;
}

export interface RawEvents {
  open(): void;
  text(text: string): void;
  /** Once: `4429 KERNEL_TOO_FAST` after a close frame, `HTTP 408` instead of an upgrade, or what the socket said. */
  closed(how: string): void;
}

const HEAD_END = '\r\n\r\n';

/** A WebSocket client cut down to what a load needs: thousands cost little, and each may break every rule. */
export class RawSocket {
  readonly socket: Socket;
  readonly #events: RawEvents;
  readonly #reader = new FrameReader();
  #head: Buffer | null = Buffer.alloc(0);
  #how = 'end without a word';

  constructor(target: RawTarget, events: RawEvents) {
    this.#events = events;
    const { port, from = '127.0.0.1' } = target;
    this.socket = connect({ host: '127.0.0.1', port, localAddress: from, noDelay: true });
    this.socket.on('connect', () => this.socket.write(handshake(target)));
    this.socket.on('data', (chunk) => this.#receive(chunk));
    this.socket.on('end', () => this.socket.end());
    this.socket.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (this.#how === 'end without a word') this.#how = code ?? 'error';
    });
    this.socket.on('close', () => events.closed(this.#how));
  }

  send(text: string): void {
    this.socket.write(clientFrame(OPCODES.text, text));
  }

  /** Ends without a word, as a killed process does. */
  drop(): void {
    this.socket.destroy();
  }

  #receive(chunk: Buffer): void {
    const bytes = this.#head ? this.#upgrade(this.#head, chunk) : chunk;
    if (bytes) this.#reader.push(bytes, (opcode, payload) => this.#take(opcode, payload));
  }

  /** Returns what follows the head of the answer, or null while there is nothing to read. */
  #upgrade(before: Buffer, chunk: Buffer): Buffer | null {
    const head = Buffer.concat([before, chunk]);
    this.#head = head;
    const end = head.indexOf(HEAD_END);
    if (end < 0) return null;
    const status = head.subarray(9, 12).toString();
    if (status !== '101') {
      this.#how = `HTTP ${status}`;
      this.socket.end();
      return null;
    }
    this.#head = null;
    this.#events.open();
    return head.subarray(end + HEAD_END.length);
  }

  #take(opcode: number, payload: Buffer): void {
    switch (opcode) {
      case OPCODES.text:
        return this.#events.text(payload.toString());
      case OPCODES.ping:
        return void this.socket.write(clientFrame(OPCODES.pong, payload));
      case OPCODES.close:
        this.#how =
          payload.length < 2
            ? 'close'
            : `${payload.readUInt16BE()} ${payload.subarray(2).toString()}`.trimEnd();
        this.socket.end(clientFrame(OPCODES.close, payload.subarray(0, 2)));
    }
  }
}

function handshake({ port, path, subprotocol }: RawTarget): string {
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: c29hayBzb2FrIHNvYWsgIQ==',
    ...(subprotocol === undefined ? [] : [`Sec-WebSocket-Protocol: ${subprotocol}`]),
  ];
  return lines.join('\r\n') + HEAD_END;
}
