import type { Frame } from '@posthouse/kernel';
import { frameOf } from '@posthouse/websocket';

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
