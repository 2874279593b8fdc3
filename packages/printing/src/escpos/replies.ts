import { decodeAutomatic } from './status.ts';
import type { PrinterStatus } from './status.ts';

/** One thing a printer said. */
export type Reply =
  | { readonly is: 'status'; readonly status: PrinterStatus }
  /** To `DLE EOT`. */
  | { readonly is: 'now'; readonly byte: number }
  /** To `GS r`. */
  | { readonly is: 'consumed'; readonly byte: number }
  /** To `GS ( H`. */
  | { readonly is: 'printed'; readonly id: string };

// Block replies run to a NUL; the longest that printers send (names, counters) stay under this.
const LONGEST_BLOCK = 80;

/**
 * Tells a printer's replies apart as they arrive in any pieces. Their fixed bits make them distinct: automatic
 * status begins 0xx1xx00, `DLE EOT` answers 0xx1xx10, `GS r` 0xx0xxxx, blocks begin 0x37 or 0x5F. Anything else
 * is noise and dropped; at most `LONGEST_BLOCK` bytes are kept.
 */
export class ReplyParser {
  #held: number[] = [];

  push(bytes: Uint8Array): Reply[] {
    const replies: Reply[] = [];
    for (const byte of bytes) {
      this.#held.push(byte);
      this.#settle(replies);
    }
    return replies;
  }

  #settle(replies: Reply[]): void {
    let taken: number;
    while (this.#held.length > 0 && (taken = take(this.#held, replies)) > 0) this.#held.splice(0, taken);
  }
}

/** Takes one reply from the front; the number of bytes used, 0 when more are needed. */
function take(held: readonly number[], replies: Reply[]): number {
  const [a = 0, b = 0, c = 0] = held;
  if (a === 0x37 || a === 0x5f) return takeBlock(held, replies);
  if ((a & 0x93) === 0x12) {
    replies.push({ is: 'now', byte: a });
    return 1;
  }
  if ((a & 0x93) === 0x10) {
    // A byte that cannot follow means that the first was noise.
    if (held.slice(1, 4).some((byte) => (byte & 0x90) !== 0)) return 1;
    if (held.length < 4) return 0;
    replies.push({ is: 'status', status: decodeAutomatic(a, b, c) });
    return 4;
  }
  if ((a & 0x90) === 0) replies.push({ is: 'consumed', byte: a });
  return 1;
}

function takeBlock(held: readonly number[], replies: Reply[]): number {
  const end = held.indexOf(0);
  const body = held.slice(1, end < 0 ? undefined : end);
  if (body.some((byte) => byte < 0x20 || byte > 0x7e)) return 1;
  if (end < 0) return held.length < LONGEST_BLOCK ? 0 : 1;
  if (held[0] === 0x37 && body.length === 5 && body[0] === 0x22) {
    replies.push({ is: 'printed', id: String.fromCharCode(...body.slice(1)) });
  }
  return end + 1;
}
