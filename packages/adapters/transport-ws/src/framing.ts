import type { Frame } from '@posthouse/kernel';
import { frameOf } from '@posthouse/websocket';

/** On the frame: a weak map would cost more than the framing, of frames that are gone after one tick. */
const BYTES = Symbol('as it goes out');

interface FramedFrame extends Frame {
  [BYTES]?: Buffer;
}

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

function framedOf(frame: FramedFrame): Buffer {
  return (frame[BYTES] ??= frameOf(frame.data));
}
