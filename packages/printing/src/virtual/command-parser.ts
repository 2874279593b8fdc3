import { DLE, ESC, FS, GS } from '../escpos/commands.ts';
import { commandLength } from './command-length.ts';

/** One piece of a byte stream to a printer. */
export type Token =
  | { readonly is: 'text'; readonly bytes: Uint8Array }
  /** A single control byte such as LF. */
  | { readonly is: 'control'; readonly byte: number }
  /** A whole command: introducer, letter, parameters, data. */
  | { readonly is: 'command'; readonly name: string; readonly bytes: Uint8Array }
  /** A command over `LARGEST`, dropped without having been kept. */
  | { readonly is: 'oversized'; readonly name: string; readonly size: number };

const LARGEST = 1_048_576;
const LONGEST_TEXT = 4_096;
const LONGEST_NUL = 512;

const prefixes: Record<number, string> = { [DLE]: 'DLE', [ESC]: 'ESC', [FS]: 'FS', [GS]: 'GS' };

/** Cuts a byte stream to a printer into tokens, in whatever pieces it arrives; holds at most about a megabyte. */
export class CommandParser {
  #held: Uint8Array = new Uint8Array(0);
  #skip = 0;

  push(chunk: Uint8Array): Token[] {
    const tokens: Token[] = [];
    const dropped = Math.min(this.#skip, chunk.length);
    this.#skip -= dropped;
    const fresh = chunk.subarray(dropped);
    const bytes = this.#held.length === 0 ? fresh : concat(this.#held, fresh);
    let at = 0;
    while (at < bytes.length) {
      const used = this.#take(bytes, at, tokens);
      if (used === 0) break;
      at += used;
    }
    this.#held = bytes.slice(Math.min(at, bytes.length));
    return tokens;
  }

  /** What is left when the stream ends: text without a line end; half a command is dropped. */
  end(): Token[] {
    const rest = this.#held;
    this.#held = new Uint8Array(0);
    return rest.length > 0 && (rest[0] ?? 0) >= 0x20 ? [{ is: 'text', bytes: rest }] : [];
  }

  /** The bytes used; 0 asks for more. */
  #take(bytes: Uint8Array, at: number, tokens: Token[]): number {
    const lead = bytes[at] ?? 0;
    if (lead >= 0x20) return takeText(bytes, at, tokens);
    const prefix = prefixes[lead];
    if (prefix === undefined) {
      tokens.push({ is: 'control', byte: lead });
      return 1;
    }
    let length = commandLength(bytes, at);
    if (length === 'nul') {
      const end = bytes.indexOf(0, at + 3);
      if (end < 0) return bytes.length - at > LONGEST_NUL ? 2 : 0;
      length = end + 1 - at;
    }
    if (length === 'more') return 0;
    const name = `${prefix} ${String.fromCharCode(bytes[at + 1] ?? 0)}`;
    if (length > LARGEST) {
      this.#skip = length - (bytes.length - at);
      if (this.#skip < 0) this.#skip = 0;
      tokens.push({ is: 'oversized', name, size: length });
      return Math.min(length, bytes.length - at);
    }
    if (bytes.length - at < length) return 0;
    tokens.push({ is: 'command', name, bytes: bytes.slice(at, at + length) });
    return length;
  }
}

/** A run of text is given on when a control byte ends it, so that no character is cut in two. */
function takeText(bytes: Uint8Array, at: number, tokens: Token[]): number {
  let end = at;
  while (end < bytes.length && (bytes[end] ?? 0) >= 0x20) end++;
  if (end === bytes.length && end - at < LONGEST_TEXT) return 0;
  tokens.push({ is: 'text', bytes: bytes.slice(at, end) });
  return end - at;
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
