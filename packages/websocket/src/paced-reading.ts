import type { Duplex } from 'node:stream';
import { Turns } from '@posthouse/kernel';
import type { WebSocket } from 'ws';

/** Bytes that are parsed in one go: a burst of ordinary messages, a few hundred of the smallest. */
const SLICE = 2_048;

/** Lets one WebSocket that has just been made read at its pace. */
export type Pace = (ws: WebSocket, socket: Duplex) => void;

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

/**
 * Lets `ws` read a socket slice by slice, from when the WebSocket has just been made: when its turn has come or nobody
 * waits for one, until the peer is paused, and while time is left in this turn. One read brings up to 64 KiB, which may be three thousand
 * messages: parsed in one go they would keep everybody else waiting for milliseconds. The rest goes back into the
 * socket, whose bound holds for it.
 */
export function createPace(turns = new Turns({ mono: () => performance.now() }, setImmediate)): Pace {
  const lane = turns.lane();
  /** The listener that ws gives every socket. */
  let feed: Listener;
  /** The socket whose turn it is. */
  let granted: Duplex | null = null;

  function read(this: PacedSocket, chunk: Buffer): void {
    const ws = this[WS]!;
    // After a close frame ws reads no more; what is left when a socket closes it takes out by itself.
    if (this.destroyed || !ws._receiver.writable) return;
    if (chunk.length <= SLICE) return feed.call(this, chunk);
    let at = 0;
    if (granted === this || lane.begin()) {
      do {
        feed.call(this, chunk.subarray(at, at + SLICE));
        at += SLICE;
        if (at >= chunk.length || !ws._receiver.writable) return;
      } while (!ws.isPaused && lane.timeIsLeft);
    }
    this.pause();
    this.unshift(chunk.subarray(at));
    lane.queue(() => grant(this, ws));
  }

  function grant(socket: Duplex, ws: Reader): void {
    // Whoever is paused asks for another turn when it reads on.
    if (ws.isPaused) return;
    granted = socket;
    socket.resume();
    // Behind its reading, which Node's streams do in the next tick.
    process.nextTick(over);
  }

  function over(): void {
    granted = null;
  }

  return (ws, socket: PacedSocket) => {
    [feed] = socket.listeners('data') as [Listener];
    socket.off('data', feed);
    socket[WS] = ws as unknown as Reader;
    socket.on('data', read);
  };
}
