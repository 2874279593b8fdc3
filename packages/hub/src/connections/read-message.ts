import { lengthOf } from './length-of.ts';

/** One message as a person reads it: its word, its size and what it holds. */
export interface ReadMessage {
  readonly type: string;
  readonly size: number;
  readonly payload: unknown;
}

/** Characters above which a message is told of and not shown. */
const SHOWN = 16_384;

/**
 * Reads what passed over a connection, whatever its dialect: JSON with a `type` (the native protocol and the old print
 * clients), Socket.IO's `[event, ...args]` and `{event, args}`, plain text, bytes.
 */
export function readMessage(data: unknown): ReadMessage {
  if (data instanceof Uint8Array) return { type: 'bytes', size: data.byteLength, payload: null };
  if (typeof data !== 'string') {
    const size = lengthOf(data);
    return { type: typeOf(data), size, payload: size > SHOWN ? null : data };
  }
  const size = data.length;
  if (size > SHOWN) return { type: wordAtStart(data), size, payload: null };
  const payload = parsed(data);
  return { type: typeOf(payload), size, payload };
}

/** An answer by Socket.IO's acknowledgement has no word of its own. */
export function readAnswer(value: unknown): ReadMessage {
  const { size, payload } = readMessage(value);
  return { type: 'ack', size, payload };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const LONGEST_WORD = 64;

function typeOf(payload: unknown): string {
  if (Array.isArray(payload)) return wordOf(payload[0]) ?? 'text';
  if (typeof payload !== 'object' || payload === null) return 'text';
  const { type, event } = payload as { type?: unknown; event?: unknown };
  return wordOf(type) ?? wordOf(event) ?? 'text';
}

const wordOf = (value: unknown): string | null =>
  typeof value === 'string' ? ownCopy(value.slice(0, LONGEST_WORD)) : null;

/** Large ones are not parsed for their word: it stands at the beginning in every dialect of ours. */
function wordAtStart(text: string): string {
  return ownCopy(/^\s*(?:\{"type":|\[|\{"event":)"([^"\\]{1,64})"/.exec(text)?.[1] ?? 'text');
}

/** V8 keeps the whole text of which a piece is kept: a word would hold on to its megabyte. */
const ownCopy = (piece: string): string => Buffer.from(piece).toString();
