import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Endpoint, Inbound, Transport, Wire } from '@posthouse/kernel';
import { describeTransport, type FarEnd } from '@posthouse/kernel/testing';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createWsTransport } from './ws-transport.ts';

type Accept = Parameters<Transport<Server>['open']>[2];

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

const endpoint: Endpoint = {
  name: 'test',
  transport: 'ws',
  port: 0,
  host: '127.0.0.1',
  paths: /^\/$/,
  origins: [],
  maxMessage: 1_048_576,
  ping: 0,
  timeout: 0,
  open: [],
};

async function listen(): Promise<{ server: Server; port: number }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

async function farEnd(ws: WebSocket): Promise<FarEnd> {
  const received: unknown[] = [];
  ws.on('message', (data: Buffer) => received.push(JSON.parse(data.toString())));
  ws.on('error', () => {});
  const closed = once(ws, 'close').then(([code, reason]) => ({
    code: code as number,
    reason: String(reason),
  }));
  await once(ws, 'open');
  return {
    received,
    closed,
    send: (message) => ws.send(JSON.stringify(message)),
    stall: () => ws.pause(),
    unstall: () => ws.resume(),
    close: (code) => ws.close(code),
  };
}

async function open(changes: Partial<Endpoint>, accept: Accept) {
  const { server, port } = await listen();
  const stop = await createWsTransport().open({ ...endpoint, ...changes }, server, accept);
  return {
    port,
    server,
    connect: (query = '') => farEnd(new WebSocket(`ws://127.0.0.1:${port}/?${query}`)),
    async stop() {
      await stop();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describeTransport(
  'plain WebSocket',
  {
    open,
    frame: (message) => ({ data: JSON.stringify(message) }),
    heard: (data) => JSON.parse(data as string) as unknown,
    codes: true,
    pings: true,
  },
  turn,
);

describe('the WebSocket transport', () => {
  function collector() {
    const heard: unknown[] = [];
    const inbound: Inbound = { message: async (data) => void heard.push(data), pong() {}, closed() {} };
    return { heard, accept: async () => inbound };
  }

  it('ends text that is not UTF-8 with 1007', async () => {
    const { heard, accept } = collector();
    const opened = await open({}, accept);
    const ws = new WebSocket(`ws://127.0.0.1:${opened.port}/`);
    await once(ws, 'open');
    ws.send(Buffer.from([0xc3, 0x28]), { binary: false });
    const [code] = await once(ws, 'close');
    expect(code).toBe(1007);
    expect(heard).toEqual([]);
    await opened.stop();
  });

  it.each<[string, number, Uint8Array]>([
    ['a frame that is none', 1002, Uint8Array.of(0xff, 0xff, 0xff)],
    ['a frame that claims 4 GiB', 1009, Uint8Array.of(0x81, 0xff, 0, 0, 0, 1, 0, 0, 0, 0)],
    ['text that is not UTF-8', 1007, Uint8Array.of(0x81, 0x81, 0, 0, 0, 0, 0xc3)],
  ])('says what was broken by %s: %i', async (_, code, bytes) => {
    const broken: number[] = [];
    const opened = await open({}, async () => ({
      message: async () => {},
      pong() {},
      broke: (how) => void broken.push(how),
      closed() {},
    }));
    const socket = connect(opened.port, '127.0.0.1');
    socket.write(
      'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: c29hayBzb2FrIHNvYWsgIQ==\r\n\r\n',
    );
    socket.once('data', () => socket.write(bytes));
    while (broken.length === 0) await turn();
    expect(broken).toEqual([code]);
    socket.destroy();
    await opened.stop();
  });

  it('reads much that came at once in slices, stops within it when its peer is paused, and loses nothing', async () => {
    const MANY = 20_000;
    const PAUSED_AT = 100;
    const heard: string[] = [];
    let wire: Wire | undefined;
    const opened = await open({}, async (_, its) => {
      wire = its;
      return {
        async message(data) {
          if (heard.push(String(data)) === PAUSED_AT) its.pause();
        },
        pong() {},
        closed() {},
      };
    });
    const ws = new WebSocket(`ws://127.0.0.1:${opened.port}/`);
    await once(ws, 'open');
    const socket = (ws as unknown as { readonly _socket: Socket })._socket;
    socket.cork();
    for (let n = 0; n < MANY; n++) ws.send(String(n));
    socket.uncork();
    while (heard.length < PAUSED_AT) await turn();
    for (let turns = 0; turns < 50; turns++) await turn();
    // No more than what was in the same slice.
    expect(heard.length).toBeLessThan(PAUSED_AT + 300);
    wire!.resume();
    while (heard.length < MANY) await turn();
    expect(heard).toEqual(Array.from({ length: MANY }, (_, n) => String(n)));
    ws.close(4000);
    await once(ws, 'close');
    await opened.stop();
  });

  it('reads what a peer said at once before it left', async () => {
    const heard: string[] = [];
    const gone = Promise.withResolvers<number>();
    const opened = await open({}, async () => ({
      message: async (data) => void heard.push(String(data)),
      pong() {},
      closed: (code) => gone.resolve(code),
    }));
    const ws = new WebSocket(`ws://127.0.0.1:${opened.port}/`);
    await once(ws, 'open');
    for (let n = 0; n < 5_000; n++) ws.send(String(n));
    ws.close(4000);
    expect(await gone.promise).toBe(4000);
    expect(heard).toHaveLength(5_000);
    await opened.stop();
  });

  it('answers a ping with its own bytes', async () => {
    const opened = await open({}, collector().accept);
    const ws = new WebSocket(`ws://127.0.0.1:${opened.port}/`);
    await once(ws, 'open');
    ws.ping('are you there?');
    const [answer] = (await once(ws, 'pong')) as [Buffer];
    expect(String(answer)).toBe('are you there?');
    ws.close();
    await opened.stop();
  });

  it('hands binary JSON over as text and other bytes as bytes', async () => {
    const { heard, accept } = collector();
    const opened = await open({}, accept);
    const ws = new WebSocket(`ws://127.0.0.1:${opened.port}/`);
    await once(ws, 'open');
    ws.send(Buffer.from(' {"a":"驿"}'));
    ws.send(Buffer.from([1, 2, 3]));
    while (heard.length < 2) await turn();
    expect(heard[0]).toBe(' {"a":"驿"}');
    expect([...(heard[1] as Uint8Array)]).toEqual([1, 2, 3]);
    ws.terminate();
    await opened.stop();
  });

  it('sends bytes as a binary frame', async () => {
    const wires: { write(frames: { data: Uint8Array }[]): boolean }[] = [];
    const { accept } = collector();
    const opened = await open({}, async (_, wire) => {
      wires.push(wire);
      return accept();
    });
    const ws = new WebSocket(`ws://127.0.0.1:${opened.port}/`);
    await once(ws, 'open');
    while (wires.length === 0) await turn();
    wires[0]!.write([{ data: Uint8Array.of(7, 8) }]);
    const [data, isBinary] = (await once(ws, 'message')) as [Buffer, boolean];
    expect([...data]).toEqual([7, 8]);
    expect(isBinary).toBe(true);
    ws.terminate();
    await opened.stop();
  });

  it('keeps endpoints on one path apart by their sub-protocol, and leaves other upgrades alone', async () => {
    const { server, port } = await listen();
    const came: string[] = [];
    const transport = createWsTransport();
    const door = (name: string, changes: Partial<Endpoint>) =>
      transport.open({ ...endpoint, name, ...changes }, server, async () => {
        came.push(name);
        return { message: async () => {}, pong() {}, closed() {} };
      });
    const stops = [await door('plain', {}), await door('native', { subprotocol: 'posthouse.1' })];
    const native = new WebSocket(`ws://127.0.0.1:${port}/`, ['other', 'posthouse.1']);
    await once(native, 'open');
    expect(native.protocol).toBe('posthouse.1');
    const plain = new WebSocket(`ws://127.0.0.1:${port}/`);
    await once(plain, 'open');
    expect(came).toEqual(['native', 'plain']);
    server.on('upgrade', (request, socket) => {
      if (request.url === '/elsewhere') socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
    });
    const elsewhere = new WebSocket(`ws://127.0.0.1:${port}/elsewhere`);
    const [error] = (await once(elsewhere, 'error')) as [Error];
    expect(error.message).toContain('404');
    await Promise.all(stops.map((stop) => stop()));
    await new Promise((resolve) => server.close(resolve));
  });

  it('leaves an upgrade to nothing it knows to others, whatever its target looks like', async () => {
    const { accept } = collector();
    const opened = await open({}, accept);
    opened.server.on('upgrade', (_, socket) => socket.end());
    for (const target of ['//', '/?%%%', 'http://[', '*']) {
      const socket = connect(opened.port, '127.0.0.1');
      socket.on('error', () => {});
      socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`);
      socket.resume();
      await once(socket, 'close');
    }
    opened.server.removeAllListeners('upgrade');
    await opened.stop();
    const again = await open({}, accept);
    const far = await again.connect();
    far.close(1000);
    expect(await far.closed).toMatchObject({ code: 1000 });
    await again.stop();
  });
});
