import type { Socket as EngineSocket } from 'engine.io';
import type { Socket } from 'socket.io';
import * as engine from './engine-conn.ts';

/** The peer does not answer (the kernel's code for a dead link). */
export const GONE = 4408;

/** Normal, against the rules, not known, not allowed: coming back at once would not help. */
const FOR_GOOD = new Set([1000, 1008, 4401, 4403]);

/**
 * Ends a socket the way its client understands. A Socket.IO client that is told to disconnect (`io server disconnect`)
 * never comes back by itself, so this is kept for codes that mean it; all others close the connection under it, which
 * clients take for an accident and come back. Codes themselves do not travel.
 */
export function end(socket: Socket, code: number): void {
  // Before CONNECT a refusal becomes a CONNECT_ERROR, which the middleware sends.
  if (FOR_GOOD.has(code) && !socket.connected) return;
  if (FOR_GOOD.has(code)) socket.disconnect(true);
  else closeUnder(socket.conn, code);
}

/** Closes the connection itself: behind what is still to go out if it answers and reads, at once if not. */
export function closeUnder(conn: EngineSocket, code: number): void {
  // Bounds the wait: who does not take the rest is found by Engine.IO's own ping.
  engine.keepBeat(conn);
  conn.close(code === GONE || engine.buffered(conn) > engine.HIGH_WATER);
}
