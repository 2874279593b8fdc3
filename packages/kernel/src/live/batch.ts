import type { Key, Pos } from '../ports/base.ts';
import type { Frame } from '../ports/peer.ts';

/** Frames that go out together. One batch is shared by all peers that get the same frames in a tick. */
export interface Batch {
  readonly frames: readonly Frame[];
  readonly bytes: number;
  /** Where it came from, if from a log: a peer that cannot take it is cut at `before`. */
  readonly log?: { readonly room: string; readonly key: Key; readonly before: Pos };
}

export function batchOf(frames: readonly Frame[], log?: Batch['log']): Batch {
  let bytes = 0;
  for (const frame of frames) bytes += bytesOf(frame.data);
  return log ? { frames, bytes, log } : { frames, bytes };
}

/** Bytes on the wire: of text, its length in UTF-8. */
function bytesOf(data: string | Uint8Array): number {
  if (typeof data !== 'string') return data.byteLength;
  let bytes = data.length;
  for (let index = 0; index < data.length; index++) {
    const code = data.charCodeAt(index);
    if (code < 0x80) continue;
    // Two halves of a surrogate pair are four bytes together.
    bytes += code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}
