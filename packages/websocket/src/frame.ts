const TEXT = 0x81;
const BINARY = 0x82;

/** One unmasked, final data frame of a server (RFC 6455 §5.2), header and payload in one buffer: text or bytes. */
export function frameOf(payload: string | Uint8Array): Buffer {
  const size = typeof payload === 'string' ? Buffer.byteLength(payload) : payload.byteLength;
  const at = size < 126 ? 2 : size < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(at + size);
  frame[0] = typeof payload === 'string' ? TEXT : BINARY;
  if (at === 2) frame[1] = size;
  else if (at === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(size, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(size), 2);
  }
  if (typeof payload === 'string') frame.write(payload, at);
  else frame.set(payload, at);
  return frame;
}
