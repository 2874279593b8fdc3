import { once } from 'node:events';
import { createServer } from 'node:http';
import { refuse, type Handshake, type Wire } from '@posthouse/kernel';
import { Adapter, SessionAwareAdapter } from 'socket.io-adapter';
import { io, type Socket } from 'socket.io-client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSocketIoTransport } from './socketio-transport.ts';
import { deaf, endpoint, frame, listen, openEndpoint, type Accept } from './testing/open-endpoint.ts';

const clients: Socket[] = [];
const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.disconnect();
  for (const stop of stops.splice(0)) await stop();
});

async function open(changes: Parameters<typeof openEndpoint>[0], accept: Accept, options = {}) {
  const opened = await openEndpoint(changes, accept, options);
  stops.push(opened.stop);
  return opened.url;
}

function connect(url: string, options: object = {}): Socket {
  const client = io(url, { forceNew: true, reconnectionDelay: 10, reconnectionDelayMax: 20, ...options });
  clients.push(client);
  return client;
}

const event = (client: Socket, name: string) => once(client as never, name);

describe('the Socket.IO transport', () => {
  it('opens two endpoints with different ping settings in one process, on one server', async () => {
    const { server, port } = await listen();
    const transport = createSocketIoTransport();
    const bridge = { ...endpoint, name: 'bridge', paths: /^\/bridge\//, ping: 10_000, timeout: 5_000 };
    const tasks = { ...endpoint, name: 'tasks', paths: /^\/tasks\//, ping: 25_000, timeout: 20_000 };
    const came: string[] = [];
    const accept: Accept = async (hello) => {
      came.push(hello.endpoint);
      return deaf;
    };
    const closers = [
      await transport.open(bridge, server, accept),
      await transport.open(tasks, server, accept),
    ];
    const settings = async (path: string) => {
      const text = await (await fetch(`http://127.0.0.1:${port}${path}?EIO=4&transport=polling`)).text();
      return JSON.parse(text.slice(1)) as object;
    };
    expect(await settings('/bridge/')).toMatchObject({ pingInterval: 10_000, pingTimeout: 5_000 });
    expect(await settings('/tasks/')).toMatchObject({ pingInterval: 25_000, pingTimeout: 20_000 });
    await Promise.all(
      ['/bridge/', '/tasks/'].map((path) => event(connect(`http://127.0.0.1:${port}`, { path }), 'connect')),
    );
    expect(came.toSorted()).toEqual(['bridge', 'tasks']);
    for (const close of closers) await close();
    server.closeAllConnections();
    server.close();
  });

  it('leaves other requests and slow upgrades on its server alone, also after it closed', async () => {
    const server = createServer((_request, response) => void response.end('the hub'));
    const { port } = await listen(server);
    const upgrades: (() => void)[] = [];
    server.on('upgrade', (request, socket) => {
      if (request.url === '/ws') upgrades.push(() => socket.end('HTTP/1.1 404 Not Found\r\n\r\n'));
    });
    const close = await createSocketIoTransport().open(endpoint, server, async () => deaf);
    const text = async () => (await fetch(`http://127.0.0.1:${port}/`)).text();
    expect(await text()).toBe('the hub');
    const failed = once(new WebSocket(`ws://127.0.0.1:${port}/ws`) as never, 'error');
    await expect.poll(() => upgrades.length).toBe(1);
    upgrades[0]!();
    await failed;
    await close();
    expect(await text()).toBe('the hub');
    server.closeAllConnections();
    server.close();
  });

  it('runs on its own adapter: the stock in-memory ones are never made or used', async () => {
    const used = vi.fn<() => never>(() => {
      throw new Error('the stock adapter was used');
    });
    const methods = [
      'init',
      'addAll',
      'del',
      'delAll',
      'broadcast',
      'persistSession',
      'restoreSession',
    ] as const;
    const spies = [Adapter, SessionAwareAdapter].flatMap(({ prototype }) =>
      methods.map((method) => vi.spyOn(prototype, method).mockImplementation(used)),
    );
    const url = await open({}, async (_hello, wire) => {
      wire.write([frame('hello')]);
      return deaf;
    });
    const client = connect(url);
    await event(client, 'hello');
    client.disconnect();
    await event(connect(url, { transports: ['websocket'] }), 'hello');
    expect(used).not.toHaveBeenCalled();
    for (const spy of spies) spy.mockRestore();
  });

  it('tells the app who comes: address, headers, query and the auth payload', async () => {
    const hellos: Handshake[] = [];
    const url = await open({}, async (hello) => {
      hellos.push(hello);
      return deaf;
    });
    const options = { auth: { token: 't' }, query: { shop: '7' }, extraHeaders: { 'x-one': 'yes' } };
    await event(connect(url, options), 'connect');
    const [hello] = hellos;
    expect(hello).toMatchObject({
      endpoint: 'test',
      path: '/socket.io/',
      address: '127.0.0.1',
      auth: { token: 't' },
    });
    expect(hello!.query.get('shop')).toBe('7');
    expect(hello!.headers.get('x-one')).toBe('yes');
  });

  it('hands over events with their acknowledgement', async () => {
    const url = await open({}, async () => ({
      ...deaf,
      async message(data, reply) {
        reply?.({ got: data });
      },
    }));
    const client = connect(url);
    expect(await client.emitWithAck('register', 'A', 2)).toEqual({
      got: { event: 'register', args: ['A', 2] },
    });
  });

  it('sends CONNECT first, whatever was written while the app decided', async () => {
    const url = await open({}, async (_hello, wire) => {
      wire.write([frame('early', 1)]);
      return deaf;
    });
    const client = connect(url, { transports: ['websocket'] });
    const order: string[] = [];
    client.on('connect', () => order.push('connect'));
    client.on('early', () => order.push('early'));
    await expect.poll(() => order).toEqual(['connect', 'early']);
  });

  it.each<[string, number, (ws: WebSocket) => void]>([
    ['a packet that is none', 1007, (ws) => ws.send('42["half')],
    ['a packet that is too large', 1009, (ws) => ws.send('x'.repeat(2_000))],
  ])('says what was broken by %s: %i', async (_, code, misbehave) => {
    const broken: number[] = [];
    const url = await open({ maxMessage: 1_000 }, async () => ({
      ...deaf,
      broke: (how) => void broken.push(how),
    }));
    const ws = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    ws.addEventListener('message', ({ data }) => {
      if (String(data).startsWith('0')) ws.send('40');
      if (String(data).startsWith('40')) misbehave(ws);
    });
    await expect.poll(() => broken, { timeout: 5_000 }).toEqual([code]);
    ws.close();
  });

  it('hears an event that a client calls `error` like any other', async () => {
    const heard: unknown[] = [];
    const broken: number[] = [];
    const url = await open({}, async () => ({
      ...deaf,
      async message(data, reply) {
        heard.push(data);
        reply?.(null);
      },
      broke: (how) => void broken.push(how),
    }));
    const client = connect(url);
    client.emit('error', 'words');
    await client.emitWithAck('after');
    expect(heard).toContainEqual({ event: 'error', args: ['words'] });
    expect(broken).toEqual([]);
  });

  it('leaves no peer of a connection that ended with its CONNECT', async () => {
    let here = 0;
    const url = await open({}, async () => {
      here++;
      return { ...deaf, closed: () => void here-- };
    });
    const ws = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    const closed = new Promise((resolve) => {
      ws.addEventListener('close', resolve);
    });
    ws.addEventListener('message', ({ data }) => {
      if (!String(data).startsWith('0')) return;
      // An event in a namespace that is not connected yet: Socket.IO closes.
      ws.send('40');
      ws.send('42["too early"]');
    });
    await closed;
    await expect.poll(() => here, { timeout: 2_000 }).toBe(0);
  });

  it('ends at the close packet of a client on WebSocket, which need not close it as well', async () => {
    const hour = 3_600_000;
    const ended = Promise.withResolvers<number>();
    const url = await open({ ping: hour, timeout: hour }, async () => ({ ...deaf, closed: ended.resolve }));
    const ws = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    const closed = new Promise((resolve) => {
      ws.addEventListener('close', resolve);
    });
    ws.addEventListener('message', ({ data }) => {
      if (String(data).startsWith('0')) ws.send('40');
      if (String(data).startsWith('40')) ws.send('1');
    });
    await closed;
    expect(await ended.promise).toBe(1001);
  });

  it('answers a refusal with a coded CONNECT_ERROR', async () => {
    const url = await open({}, async () => refuse('KERNEL_FORBIDDEN', { room: 'x' }));
    const [error] = (await event(connect(url), 'connect_error')) as [Error & { data: unknown }];
    expect(error).toMatchObject({
      message: 'KERNEL_FORBIDDEN',
      data: { code: 'KERNEL_FORBIDDEN', detail: { room: 'x' } },
    });
  });

  it('gives no words of its own faults away', async () => {
    const url = await open({}, () => Promise.reject(new Error('password in the log')));
    const [error] = (await event(connect(url), 'connect_error')) as [Error];
    expect(error.message).toBe('KERNEL_INTERNAL');
  });

  it('ends a connection that the kernel closes for good while the app decides', async () => {
    const closed: number[] = [];
    const url = await open({}, async (_hello, wire) => {
      wire.close(4401, 'too late');
      return { ...deaf, closed: (code) => closed.push(code) };
    });
    const [error] = (await event(connect(url), 'connect_error')) as [Error];
    expect(error.message).toBe('KERNEL_FORBIDDEN');
    expect(closed).toHaveLength(1);
  });
});

describe.each([['websocket'], ['polling']])('closing a %s connection', (transport) => {
  async function pair(options: object = {}) {
    const wires: Wire[] = [];
    const url = await open({}, async (_hello, wire) => {
      wires.push(wire);
      return deaf;
    });
    const client = connect(url, { transports: [transport], ...options });
    await event(client, 'connect');
    return { client, wires };
  }

  it.each([1012, 1013, 4429, 4504])('with %i brings its client back by itself', async (code) => {
    const { client, wires } = await pair();
    const gone = event(client, 'disconnect');
    wires[0]!.close(code, 'come back', 5);
    expect(await gone).not.toContain('io server disconnect');
    await event(client, 'connect');
    expect(wires).toHaveLength(2);
  });

  it.each([1008, 4401, 4403])('with %i tells its client to stay away', async (code) => {
    const { client, wires } = await pair();
    const gone = event(client, 'disconnect');
    wires[0]!.close(code, 'for good');
    expect(await gone).toContain('io server disconnect');
    expect(client.active).toBe(false);
  });

  it('sends first what was written before', async () => {
    const { client, wires } = await pair({ reconnection: false });
    const seen: number[] = [];
    client.on('n', (n: number) => seen.push(n));
    const gone = event(client, 'disconnect');
    for (const n of [1, 2, 3]) wires[0]!.write([frame('n', n)]);
    wires[0]!.close(1012, 'restart');
    await gone;
    expect(seen).toEqual([1, 2, 3]);
  });
});

describe('a polling client', () => {
  it('is held back while its peer does not read (K9)', async () => {
    const heard: unknown[] = [];
    const wires: Wire[] = [];
    const url = await open({}, async (_hello, wire) => {
      wires.push(wire);
      return { ...deaf, message: async (data) => void heard.push(data) };
    });
    const client = connect(url, { transports: ['polling'] });
    await event(client, 'connect');
    wires[0]!.pause();
    client.emit('n', 1);
    // Later requests are answered; the one that holds the event is not.
    for (let others = 0; others < 5; others++) await fetch(`${url}/socket.io/?EIO=4&transport=polling`);
    expect(heard).toEqual([]);
    wires[0]!.resume();
    await expect.poll(() => heard).toEqual([{ event: 'n', args: [1] }]);
  });

  it('gets the events of a tick in order, before and after it moves to WebSocket', async () => {
    const wires: Wire[] = [];
    const url = await open({}, async (_hello, wire) => {
      wires.push(wire);
      return deaf;
    });
    const client = connect(url);
    const seen: number[] = [];
    client.on('n', (n: number) => seen.push(n));
    await event(client, 'connect');
    let n = 0;
    const write = () => wires[0]!.write([frame('n', ++n), frame('n', ++n)]);
    write();
    write();
    await expect.poll(() => client.io.engine.transport.name).toBe('websocket');
    write();
    await expect.poll(() => seen).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
