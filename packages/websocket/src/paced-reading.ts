import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

/** Bytes that are parsed in one go: some dozens of the smallest messages. */
const SLICE = 1_024;
/** What all that came in larger pieces may take of one turn of the event loop, in milliseconds. */
const SHARE = 0.25;

type Listener = (this: Duplex, chunk: Buffer) => void;

/** On the socket, since a closure would cost every idle connection more. */
const WS = Symbol('its WebSocket');

interface PacedSocket extends Duplex {
  [WS]?: Reader;
}

/** What `ws` 8 has behind its listener for `data` (its `lib/websocket.js`, `socketOnData`), not in its types. */
interface Reader {
  readonly isPaused: boolean;
  readonly _receiver: { readonly writable: boolean };
}

/** The listener that ws gives every socket. */
let feed: Listener;
/** When the share of this turn is used up; -1: nobody has asked for it in this turn. */
let until = -1;

/**
 * Lets `ws` read a socket slice by slice, from when the WebSocket has just been made: until the peer is paused, and
 * while time is left in this turn of the event loop for all who sent much at once. One read brings up to 64 KiB, which
 * may be three thousand messages: parsed in one go they would keep everybody else waiting for milliseconds. The rest
 * goes back into the socket, whose bound holds for it, and is read in a later turn.
 */
export function pace(ws: WebSocket, socket: PacedSocket): void {
  [feed] = socket.listeners('data') as [Listener];
  socket.off('data', feed);
  socket[WS] = ws as unknown as Reader;
  socket.on('data', read);
}

function read(this: PacedSocket, chunk: Buffer): void {
  const ws = this[WS]!;
  // After a close frame ws reads no more; what is left when a socket closes it takes out by itself.
  if (this.destroyed || !ws._receiver.writable) return;
  if (chunk.length <= SLICE) return feed.call(this, chunk);
  let at = 0;
  do {
    feed.call(this, chunk.subarray(at, at + SLICE));
    at += SLICE;
    if (at >= chunk.length || !ws._receiver.writable) return;
  } while (!ws.isPaused && timeIsLeft());
  this.pause();
  this.unshift(chunk.subarray(at));
  setImmediate(goOn, this, ws);
}

function timeIsLeft(): boolean {
  const now = performance.now();
  if (until < 0) {
    until = now + SHARE;
    setImmediate(nextTurn);
  }
  return now < until;
}

function nextTurn(): void {
  until = -1;
}

function goOn(socket: Duplex, ws: Reader): void {
  if (!ws.isPaused) socket.resume();
}
