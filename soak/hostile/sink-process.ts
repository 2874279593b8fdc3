import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import process from 'node:process';
import type { Ports } from './doors.ts';

const HEAD_END = '\r\n\r\n';
const WELCOME = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';

/** Takes every upgrade, reads everything, answers and refuses nothing. */
async function open(): Promise<number> {
  const server = createServer((socket) => {
    let head = '';
    socket.on('error', () => {});
    socket.on('data', function read(chunk) {
      head += chunk.toString('latin1');
      if (!head.includes(HEAD_END)) return;
      socket.off('data', read);
      socket.resume();
      socket.write(WELCOME);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

process.send!({ main: await open(), print: await open() } satisfies Ports);
process.on('disconnect', () => process.exit());
