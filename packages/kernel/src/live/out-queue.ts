import type { Key, Pos } from '../ports/base.ts';
import type { Frame } from '../ports/peer.ts';
import type { Batch } from './batch.ts';

/** What waits for one peer until the end of the tick, or until its wire takes more. */
export class OutQueue {
  #bytes = 0;
  #batches: Batch[] = [];

  get bytes(): number {
    return this.#bytes;
  }

  get empty(): boolean {
    return this.#batches.length === 0;
  }

  push(batch: Batch): void {
    this.#batches.push(batch);
    this.#bytes += batch.bytes;
  }

  /** Everything, in order. Of a single batch its own array, which is the same for all who got it. */
  take(): readonly Frame[] {
    const batches = this.#batches;
    const frames = batches.length === 1 ? batches[0]!.frames : batches.flatMap((batch) => batch.frames);
    batches.length = 0;
    this.#bytes = 0;
    return frames;
  }

  /** Forgets what came from this log. */
  drop(room: string, key: Key): void {
    if (this.empty) return;
    this.#batches = this.#batches.filter(({ log }) => log?.room !== room || log.key !== key);
    this.#bytes = this.#batches.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Where this log stood before the first of its messages here; undefined when there is none. */
  placeIn(room: string, key: Key): Pos | undefined {
    return this.#batches.find(({ log }) => log?.room === room && log.key === key)?.log?.before;
  }
}
