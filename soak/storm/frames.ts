/** Words of a frame's first byte (RFC 6455 §5.2). */
export const OPCODES = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

const FIN = 0x80;
const MASK = 0x80;

/**
 * A client's frame. Its mask is zero, which is a mask as good as any (RFC 6455 §5.3 wants it unpredictable for
 * the sake of proxies, of which a loopback has none) and leaves the payload as it is.
 */
export function clientFrame(opcode: number, payload: Uint8Array | string): Buffer {
  const body = typeof payload === 'string' ? Buffer.from(payload) : payload;
  return Buffer.concat([frameHead(opcode, body.length), body]);
}

/** Head and mask of a frame that claims to hold `length` bytes. */
export function frameHead(opcode: number, length: number): Buffer {
  const extended = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const head = Buffer.alloc(2 + extended + 4);
  head[0] = FIN | opcode;
  head[1] = MASK | (extended === 0 ? length : extended === 2 ? 126 : 127);
  if (extended === 2) head.writeUInt16BE(length, 2);
  if (extended === 8) head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}

/** Takes a server's frames out of its bytes, however these are cut. The hub neither masks nor fragments. */
export class FrameReader {
  #rest: Buffer | null = null;

  push(chunk: Buffer, take: (opcode: number, payload: Buffer) => void): void {
    const bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    let at = 0;
    for (;;) {
      const frame = frameAt(bytes, at);
      if (!frame) break;
      at = frame.end;
      take(frame.opcode, bytes.subarray(frame.start, frame.end));
    }
    this.#rest = at < bytes.length ? bytes.subarray(at) : null;
  }
}

function frameAt(bytes: Buffer, at: number): { opcode: number; start: number; end: number } | null {
  if (bytes.length < at + 2) return null;
  const short = bytes[at + 1]! & 0x7f;
  const extended = short < 126 ? 0 : short === 126 ? 2 : 8;
  const start = at + 2 + extended;
  if (bytes.length < start) return null;
  const length =
    extended === 0
      ? short
      : extended === 2
        ? bytes.readUInt16BE(at + 2)
        : Number(bytes.readBigUInt64BE(at + 2));
  const end = start + length;
  return bytes.length < end ? null : { opcode: bytes[at]! & 0x0f, start, end };
}
