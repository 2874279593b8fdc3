import { createServer } from 'node:http';
import process from 'node:process';
import { Server } from 'socket.io';

/**
 * The old server's shape on stock parts: plain `node:http` (it used express, which is slower and not installed here)
 * and stock Socket.IO. Nothing is kept: a print is written to a socket that is believed alive.
 */
const clients: Record<string, { connected: boolean; socketId: string }> = {};

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const client = clients[url.searchParams.get('clientId') ?? ''];
  let message = '打印机不存在';
  if (client?.connected) {
    io.to(client.socketId).emit('print', { printData: url.searchParams.get('printData') });
    message = '参数已接收';
  } else if (client) message = '打印机离线';
  response
    .writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
    .end(JSON.stringify({ message }));
});
const io = new Server(server, { cors: { origin: '*' }, pingInterval: 10_000, pingTimeout: 5_000 });
io.on('connection', (socket) => {
  socket.on('register', (clientId: string) => {
    clients[clientId] = { connected: true, socketId: socket.id };
  });
});
server.listen(Number(process.argv[2]), '127.0.0.1', () => console.log('listening'));
