import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { announce } from './doors.ts';

/** A stock Socket.IO room. */
const server = createServer();
const io = new Server(server, { transports: ['websocket'], perMessageDeflate: false, pingInterval: 60_000 });
io.on('connection', (socket) => {
  if (socket.handshake.query['role'] === 'sub') void socket.join('room');
  else socket.on('pub', (message) => io.to('room').emit('message', message));
});
announce(server);
