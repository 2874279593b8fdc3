import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openTcpProxy, type TcpProxy } from '../test-support/tcp-proxy.ts';

let proxy: TcpProxy;
let far: Socket[];
const server = createServer((socket) => {
  far.push(socket);
  socket.on('error', () => {});
  socket.on('data', (chunk) => void socket.write(`<${chunk.toString()}>`));
});

beforeEach(async () => {
  far = [];
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy = await openTcpProxy({ port: (server.address() as AddressInfo).port });
});
afterEach(async () => {
  await proxy.close();
  server.close();
  await once(server, 'close');
});

async function dial() {
  const socket = connect(proxy.port, '127.0.0.1').setEncoding('utf8');
  let heard = '';
  let closed = false;
  socket.on('error', () => {});
  socket.on('data', (text: string) => (heard += text));
  socket.on('close', () => (closed = true));
  await once(socket, 'connect');
  return { socket, heard: () => heard, closed: () => closed };
}
const soon = (look: () => void) => vi.waitFor(look, { timeout: 60_000, interval: 5 });

it('passes everything on, both ways', async () => {
  const line = await dial();
  line.socket.write('a');
  await soon(() => expect(line.heard()).toBe('<a>'));
  expect(proxy.bytes).toBe(4);
});

it('is silent while it is cut, and gives up nothing', async () => {
  const line = await dial();
  line.socket.write('a');
  await soon(() => expect(line.heard()).toBe('<a>'));
  proxy.cut();
  line.socket.write('b');
  const late = await dial();
  late.socket.write('c');
  // The far side goes meanwhile; nobody here hears of it.
  far[0]!.write('!');
  expect([line.heard(), late.heard(), line.closed()]).toEqual(['<a>', '', false]);
  proxy.mend();
  await soon(() => expect(line.heard()).toBe('<a>!<b>'));
  await soon(() => expect(late.heard()).toBe('<c>'));
});

it('tells of a side that went during the cut only when it is mended', async () => {
  const line = await dial();
  line.socket.write('a');
  await soon(() => expect(line.heard()).toBe('<a>'));
  proxy.cut();
  far[0]!.resetAndDestroy();
  await once(far[0]!, 'close');
  expect(line.closed()).toBe(false);
  proxy.mend();
  await soon(() => expect(line.closed()).toBe(true));
});

it('refuses newcomers when asked to, and resets everybody', async () => {
  const line = await dial();
  proxy.cut('refuse');
  const refused = connect(proxy.port, '127.0.0.1');
  refused.on('error', () => {});
  await new Promise((resolve) => void refused.once('close', resolve));
  expect(line.closed()).toBe(false);
  proxy.reset();
  await soon(() => expect(line.closed()).toBe(true));
});
