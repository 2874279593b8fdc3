import type { Server as HttpServer } from 'node:http';
import { isRefusal, type Transport } from '@posthouse/kernel';
import { createPace } from '@posthouse/websocket';
import type { Socket as EngineSocket } from 'engine.io';
import { Batches } from './batch.ts';
import { closeUnder } from './ending.ts';
import * as engine from './engine-conn.ts';
import { openDoor } from './engine-door.ts';
import { EngineWire } from './engine-wire.ts';
import { handshakeOf } from './handshake.ts';
import type { Dress } from './packet.ts';

type Accept = Parameters<Transport['open']>[2];

const DRESS: Dress = { nsp: '', resumes: false, raw: true };
const ABNORMAL = 1006;
const BROKEN = 1011;

/**
 * Bare Engine.IO 4 peers behind the Transport port, for clients without Socket.IO on top: a message is text or bytes, and
 * so is a frame's data.
 */
export function createEngineIoTransport(): Transport<HttpServer> {
  const pace = createPace();
  return {
    name: 'engineio',
    async open(endpoint, server, accept) {
      const door = openDoor(endpoint, server, pace);
      const batches = new Batches();
      door.engine.on('connection', (conn: EngineSocket) => {
        const wire = new EngineWire(conn, {
          dress: DRESS,
          batches,
          reading: door.readingOf(conn),
          end: (code) => closeUnder(conn, code),
        });
        const hello = handshakeOf(endpoint.name, conn.request, conn.remoteAddress);
        engine.dropRequest(conn);
        void serve(conn, wire, accept(hello, wire));
      });
      return async () => door.close();
    },
  };
}

/** Nothing is read until the kernel has decided. */
async function serve(conn: EngineSocket, wire: EngineWire, accepting: ReturnType<Accept>): Promise<void> {
  wire.pause();
  conn.once('close', () => wire.closed());
  const inbound = await accepting;
  if (isRefusal(inbound)) {
    conn.close(true);
    return;
  }
  if (wire.isClosed) return inbound.closed(ABNORMAL);
  conn.once('close', () => inbound.closed(ABNORMAL));
  conn.on('heartbeat', () => inbound.pong());
  conn.on('data', (data: string | Buffer) => {
    inbound.message(data).catch(() => wire.close(BROKEN, 'message failed'));
  });
  engine.leaveBeat(conn);
  wire.connected();
  wire.resume();
}
