import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** One endpoint on a server: which upgrades it takes, and what it does with them. */
export interface Door {
  readonly paths: RegExp;
  readonly subprotocol?: string | undefined;
  enter(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

const doorsOf = new WeakMap<Server, Door[]>();

/**
 * Hangs a door on a server, which has one `upgrade` listener for all of them; doors that ask for a sub-protocol
 * are tried first. Upgrades that fit no door, or whose socket another listener has already ended, are left alone.
 */
export function hangDoor(server: Server, door: Door): () => void {
  let doors = doorsOf.get(server);
  if (!doors) {
    doors = [];
    doorsOf.set(server, doors);
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (socket.destroyed || !socket.writable) return;
      doorFor(doorsOf.get(server) ?? [], request)?.enter(request, socket, head);
    });
  }
  doors.push(door);
  doors.sort((a, b) => Number(b.subprotocol !== undefined) - Number(a.subprotocol !== undefined));
  return () => {
    doors.splice(doors.indexOf(door), 1);
  };
}

function doorFor(doors: readonly Door[], request: IncomingMessage): Door | undefined {
  const { path } = targetOf(request);
  const offered = request.headers['sec-websocket-protocol']?.split(',').map((name) => name.trim()) ?? [];
  return doors.find(
    ({ paths, subprotocol }) =>
      paths.test(path) && (subprotocol === undefined || offered.includes(subprotocol)),
  );
}

/** The request target's two halves, as they were sent. */
export function targetOf({ url = '/' }: IncomingMessage): { path: string; query: string } {
  const mark = url.indexOf('?');
  return mark < 0 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark + 1) };
}
