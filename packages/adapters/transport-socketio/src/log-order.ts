import type { Frame } from '@posthouse/kernel';
import { positionOf } from './event-frame.ts';

/**
 * Frames of one write with those of the log in its order, the others where they are. Rooms spread what a tick brought
 * key by key, and a resumed client's rooms are replayed one after the other; but a client keeps a single offset, so no
 * event may reach it behind a newer one. Frames that are in order already come back as they are.
 */
export function inLogOrder(frames: readonly Frame[]): readonly Frame[] {
  if (isInOrder(frames)) return frames;
  const sorted = frames
    .filter((frame) => positionOf(frame))
    .sort((a, b) => positionOf(a)!.seq - positionOf(b)!.seq);
  let next = 0;
  return frames.map((frame) => (positionOf(frame) ? sorted[next++]! : frame));
}

function isInOrder(frames: readonly Frame[]): boolean {
  let newest = 0;
  for (const frame of frames) {
    const seq = positionOf(frame)?.seq ?? newest;
    if (seq < newest) return false;
    newest = seq;
  }
  return true;
}
