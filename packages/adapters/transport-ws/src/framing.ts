import type { Frame } from '@posthouse/kernel';

const TEXT = 0x81;
const BINARY = 0x82;

const framed = new WeakMap<Frame, Buffer>();
/** The newest, since a crowd gets the same one after the other; their dialects take turns. */
const newest: { frames: readonly Frame[]; bytes: Buffer }[] = [];
const DIALECTS = 4;
let oldest = 0;

/** The frames as they go over an uncompressed server-side connection; made once, however many peers get them. */
export function bytesOf(frames: readonly Frame[]): Buffer {
  for (const known of newest) if (known.frames === frames) return known.bytes;
  const bytes = frames.length === 1 ? framedOf(frames[0]!) : Buffer.concat(frames.map(framedOf));
  newest[oldest] = { frames, bytes };
  oldest = (oldest + 1) % DIALECTS;
  return bytes;
}

function framedOf(frame: Frame): Buffer {
  let bytes = framed.get(frame);
  if (!bytes) framed.set(frame, (bytes = frameOf(frame.data)));
  return bytes;
}

/** One unmasked, final data frame (RFC 6455 §5.2). */
function frameOf(data: string | Uint8Array): Buffer {
  const length = typeof data === 'string' ? Buffer.byteLength(data) : data.byteLength;
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const bytes = Buffer.allocUnsafe(header + length);
  bytes[0] = typeof data === 'string' ? TEXT : BINARY;
  if (header === 2) bytes[1] = length;
  else if (header === 4) {
    bytes[1] = 126;
    bytes.writeUInt16BE(length, 2);
  } else {
    bytes[1] = 127;
    bytes.writeBigUInt64BE(BigInt(length), 2);
  }
  if (typeof data === 'string') bytes.write(data, header, 'utf8');
  else bytes.set(data, header);
  return bytes;
}
