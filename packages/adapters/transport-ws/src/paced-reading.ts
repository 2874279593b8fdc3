import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

/** Bytes that are parsed in one go: some dozens of the smallest messages. */
const SLICE = 1_024;
/** What all that came in larger pieces may take of one turn of the event loop, in milliseconds. */
const SHARE = 0.25;

type Listener = (this: Duplex, chunk: Buffer) => void;

/** On the socket, since closures would cost every idle connection more. */
const WS = Symbol('its WebSocket');
const PACE = Symbol('its pace');

interface PacedSocket extends Duplex {
  [WS]?: Reader;
  [PACE]?: PacedReading;
}

/** What `ws` 8 has behind its listener for `data` (its `lib/websocket.js`, `socketOnData`), not in its types. */
interface Reader {
  readonly isPaused: boolean;
  readonly _receiver: { readonly writable: boolean };
}

/**
 * Lets `ws` read its sockets slice by slice: until the peer is paused, and while time is left in this turn of the event
 * loop for all who sent much at once. One read brings up to 64 KiB, which may be three thousand messages: parsed in
 * one go they would keep everybody else waiting for milliseconds. The rest goes back into the socket, whose bound
 * holds for it, and is read in a later turn.
 */
export class PacedReading {
  #feed: Listener | null = null;
  #until = -1;

  /** For a WebSocket that has just been made, before it reads. */
  follow(ws: WebSocket, socket: PacedSocket): void {
    const [feed] = socket.listeners('data') as Listener[];
    // The same function for all of them.
    this.#feed = feed!;
    socket.off('data', feed!);
    socket[WS] = ws as unknown as Reader;
    socket[PACE] = this;
    socket.on('data', onData);
  }

  read(socket: PacedSocket, ws: Reader, chunk: Buffer): void {
    const feed = this.#feed!;
    // After a close frame ws reads no more; what is left when a socket closes it takes out by itself.
    if (socket.destroyed || !ws._receiver.writable) return;
    if (chunk.length <= SLICE) return feed.call(socket, chunk);
    let at = 0;
    do {
      feed.call(socket, chunk.subarray(at, at + SLICE));
      at += SLICE;
      if (at >= chunk.length || !ws._receiver.writable) return;
    } while (!ws.isPaused && this.#timeIsLeft());
    socket.pause();
    socket.unshift(chunk.subarray(at));
    setImmediate(goOn, socket, ws);
  }

  #timeIsLeft(): boolean {
    const now = performance.now();
    if (this.#until < 0) {
      this.#until = now + SHARE;
      setImmediate(this.#nextTurn);
    }
    return now < this.#until;
  }

  readonly #nextTurn = (): void => {
    this.#until = -1;
  };
}

function onData(this: PacedSocket, chunk: Buffer): void {
  this[PACE]!.read(this, this[WS]!, chunk);
}

function goOn(socket: Duplex, ws: Reader): void {
  if (!ws.isPaused) socket.resume();
}
