import type { Frame } from '@posthouse/kernel';
import { packetOf, type Dress, type Part } from './packet.ts';

/**
 * The frames of one tick in one buffer. Subscribers of the same rooms get the same frames, so the newest batch is kept
 * and mostly fits the next receiver too.
 */
export class Batches {
  #frames: readonly Frame[] = [];
  #dress: Dress | undefined;
  #options: Part['options'] | undefined;

  /** What Engine.IO writes as one pre-encoded frame: all of `frames`, one behind the other. */
  options(frames: readonly Frame[], dress: Dress): Part['options'] {
    if (this.#options && dress === this.#dress && same(frames, this.#frames)) return this.#options;
    const packets = frames.map((frame) => packetOf(frame, dress).bytes);
    this.#frames = [...frames];
    this.#dress = dress;
    return (this.#options = { compress: false, wsPreEncodedFrame: [Buffer.concat(packets)] });
  }
}

function same(a: readonly Frame[], b: readonly Frame[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = a.length - 1; index >= 0; index--) if (a[index] !== b[index]) return false;
  return true;
}
