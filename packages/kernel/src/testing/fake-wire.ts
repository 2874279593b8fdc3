import type { Ms } from '../ports/base.ts';
import type { Codec, Frame, Wire } from '../ports/peer.ts';

/** A wire that keeps what it was given, and blocks and drains when it is told to. */
export class FakeWire implements Wire {
  /** One entry per write. */
  readonly writes: (readonly Frame[])[] = [];
  pings = 0;
  paused = false;
  closed: { code: number; reason: string; comeBackIn?: Ms } | null = null;
  #blocked = false;
  #waiting = 0;
  #drained: (() => void) | null = null;

  /** What was written, decoded. */
  get said(): unknown[] {
    return this.writes.flat().map(({ data }) => JSON.parse(String(data)) as unknown);
  }

  write(frames: readonly Frame[]): boolean {
    if (this.closed) throw new Error('written to after its close');
    this.writes.push(frames);
    if (this.#blocked) for (const { data } of frames) this.#waiting += data.length;
    return !this.#blocked;
  }

  drained(fn: () => void): void {
    this.#drained = fn;
  }

  queued(): number {
    return this.#waiting;
  }

  ping(): void {
    this.pings++;
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
  }

  close(code: number, reason: string, comeBackIn?: Ms): void {
    this.closed = { code, reason, ...(comeBackIn !== undefined && { comeBackIn }) };
  }

  /** From now on the reader takes nothing: the next write is the last. */
  block(): void {
    this.#blocked = true;
  }

  /** The reader has taken everything. */
  drain(): void {
    this.#blocked = false;
    this.#waiting = 0;
    const fn = this.#drained;
    this.#drained = null;
    fn?.();
  }
}

/** Says everything as JSON, and counts what it encodes. */
export function createJsonCodec(id = 'json'): Codec & { readonly encoded: number } {
  let encoded = 0;
  return {
    id,
    encode(room, key, event, pos) {
      encoded++;
      return { data: JSON.stringify({ room, key, ...event, ...(pos && { pos }) }) };
    },
    direct: (message) => ({ data: JSON.stringify(message) }),
    notice: (notice) => ({ data: JSON.stringify(notice) }),
    get encoded() {
      return encoded;
    },
  };
}
