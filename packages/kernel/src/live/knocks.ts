import type { Ms } from '../ports/base.ts';
import { TokenBucket } from './token-bucket.ts';

/** Refusals a second that an address is told in its own protocol, and twice as many at once. */
const TOLD = 10;
/** Addresses remembered; the one refused longest ago goes first. */
const REMEMBERED = 1_024;

/**
 * Addresses that are refused over and over. To be told why in its own protocol each time, a connection must first be
 * made: whoever goes on knocking is turned away before that.
 */
export class Knocks {
  readonly #knocks = new Map<string, TokenBucket>();

  get size(): number {
    return this.#knocks.size;
  }

  refused(address: string, mono: Ms): void {
    const bucket = this.#knocks.get(address) ?? new TokenBucket(TOLD, mono);
    bucket.take(mono);
    this.#knocks.delete(address);
    this.#knocks.set(address, bucket);
    if (this.#knocks.size <= REMEMBERED) return;
    const [oldest] = this.#knocks.keys();
    this.#knocks.delete(oldest!);
  }

  /** Whether it has been told often enough. */
  goesOn(address: string, mono: Ms): boolean {
    return (this.#knocks.get(address)?.left(mono) ?? 1) < 1;
  }
}
