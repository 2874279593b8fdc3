// Bun's own publish; Bun.serve has no parent channel, hence the port on stdout.
const server = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  fetch(request, self) {
    self.upgrade(request, { data: { publishes: new URL(request.url).pathname === '/pub' } });
  },
  websocket: {
    open(ws) {
      if (!ws.data.publishes) ws.subscribe('room');
    },
    message(_, message) {
      server.publish('room', message);
    },
  },
});
console.log(server.port);
