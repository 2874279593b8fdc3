import type { Duplex } from 'node:stream';
import { announce, createBareServer } from './doors.ts';

/** The bound: one array of sockets, each publication framed once, one shared buffer per socket and tick. */
const sockets: Duplex[] = [];
let pending: Buffer[] = [];

function frameOf(data: Buffer): Buffer {
  const header =
    data.length < 126
      ? Buffer.from([0x81, data.length])
      : Buffer.from([0x81, 126, data.length >> 8, data.length & 255]);
  return Buffer.concat([header, data]);
}

function flush(): void {
  const bytes = Buffer.concat(pending);
  pending = [];
  for (const socket of sockets) if (!socket.writableNeedDrain) socket.write(bytes);
}

announce(
  createBareServer(
    (_, socket) => void sockets.push(socket),
    (data) => {
      if (pending.length === 0) setImmediate(flush);
      pending.push(frameOf(data));
    },
  ),
);
