import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PATIENT, startProtocolFixture } from './protocol-fixture.ts';
import { RawSocket } from './raw-socket.ts';

let fixture: Awaited<ReturnType<typeof startProtocolFixture>>;

beforeAll(async () => {
  fixture = await startProtocolFixture(0, PATIENT);
});
afterAll(() => fixture.close());

describe.each(['/engine.io/', '/socket.io/'])('Engine.IO 4 at %s', (path) => {
  const url = (query: string) => `http://127.0.0.1:${fixture.port}${path}?${query}`;
  const open = (query = 'EIO=4&transport=websocket') => new RawSocket(url(query).replace('http', 'ws'));
  const poll = (sid: string) => fetch(url(`EIO=4&transport=polling&sid=${sid}`));
  const push = (sid: string, body: string) =>
    fetch(url(`EIO=4&transport=polling&sid=${sid}`), { method: 'POST', body });
  const session = async () => {
    const text = await (await fetch(url('EIO=4&transport=polling'))).text();
    return (JSON.parse(text.slice(1)) as { sid: string }).sid;
  };

  it('opens a session by polling that says what it offers', async () => {
    const response = await fetch(url('EIO=4&transport=polling'));
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text[0]).toBe('0');
    expect(JSON.parse(text.slice(1))).toEqual({
      sid: expect.any(String) as string,
      upgrades: ['websocket'],
      pingInterval: 300,
      pingTimeout: PATIENT.timeout,
      maxPayload: 1_000_000,
    });
  });

  it('opens a session by WebSocket with nothing to upgrade to', async () => {
    const socket = open();
    const text = (await socket.next()) as string;
    expect(JSON.parse(text.slice(1))).toMatchObject({
      upgrades: [],
      pingInterval: 300,
      pingTimeout: PATIENT.timeout,
    });
    socket.close();
  });

  it.each(['transport=polling', 'EIO=abc&transport=polling', 'EIO=4', 'EIO=4&transport=abc'])(
    'refuses a poll with %s',
    async (query) => {
      expect((await fetch(url(query))).status).toBe(400);
    },
  );

  it.each(['transport=websocket', 'EIO=abc&transport=websocket', 'EIO=4', 'EIO=4&transport=abc'])(
    'refuses an upgrade with %s',
    async (query) => {
      const socket = open(query);
      await socket.closed;
      await expect(socket.next()).rejects.toThrow('closed');
    },
  );

  it.each(['POST', 'PUT'])('refuses to open a session with %s', async (method) => {
    expect((await fetch(url('EIO=4&transport=polling'), { method })).status).toBe(400);
  });

  it('pings polls and lives while they answer', async () => {
    const sid = await session();
    for (let beat = 0; beat < 3; beat++) {
      expect(await (await poll(sid)).text()).toBe('2');
      expect((await push(sid, '3')).status).toBe(200);
    }
  });

  it('pings sockets and lives while they answer', async () => {
    const socket = open();
    await socket.next();
    for (let beat = 0; beat < 3; beat++) {
      expect(await socket.next()).toBe('2');
      socket.send('3');
    }
    socket.close();
  });

  it('upgrades a polling session, once, and polls it no more', async () => {
    const sid = await session();
    const socket = open(`EIO=4&transport=websocket&sid=${sid}`);
    await expect.poll(() => trySend(socket, '2probe')).toBe(true);
    expect(await socket.next()).toBe('3probe');
    await open(`EIO=4&transport=websocket&sid=${sid}`).closed;
    socket.send('5');
    await open(`EIO=4&transport=websocket&sid=${sid}`).closed;
    expect((await poll(sid)).status).toBe(400);
    socket.close();
  });

  it('ends a session that breaks the format', async () => {
    const sid = await session();
    await push(sid, 'abc').catch(() => {});
    expect((await poll(sid)).status).toBe(400);
    const socket = open();
    await socket.next();
    socket.send('abc');
    await socket.closed;
  });
});

describe.each(['/engine.io/', '/socket.io/'])('Engine.IO 4 at %s, while no ping is due', (path) => {
  let calm: Awaited<ReturnType<typeof startProtocolFixture>>;
  beforeAll(async () => {
    const hour = 3_600_000;
    calm = await startProtocolFixture(0, { ...PATIENT, ping: hour, timeout: hour, connectTimeout: hour });
  });
  afterAll(() => calm.close());

  it('ends a polling session that says close', async () => {
    const url = `http://127.0.0.1:${calm.port}${path}?EIO=4&transport=polling`;
    const opened = await (await fetch(url)).text();
    const { sid } = JSON.parse(opened.slice(1)) as { sid: string };
    const [polled] = await Promise.all([
      fetch(`${url}&sid=${sid}`),
      fetch(`${url}&sid=${sid}`, { method: 'POST', body: '1' }),
    ]);
    expect(await polled.text()).toBe('6');
    expect((await fetch(`${url}&sid=${sid}`)).status).toBe(400);
  });

  it('ends a session that polls twice at once', async () => {
    const url = `http://127.0.0.1:${calm.port}${path}?EIO=4&transport=polling`;
    const opened = await (await fetch(url)).text();
    const { sid } = JSON.parse(opened.slice(1)) as { sid: string };
    const poll = async () => (await fetch(`${url}&sid=${sid}`)).status;
    expect(await Promise.all([poll(), poll()])).toContain(400);
    expect(await poll()).toBe(400);
  });

  it('ends a session by WebSocket that says close', async () => {
    const socket = new RawSocket(`ws://127.0.0.1:${calm.port}${path}?EIO=4&transport=websocket`);
    await socket.next();
    socket.send('1');
    await expect(socket.closed).resolves.toBeUndefined();
  });
});

describe.each(['/engine.io/', '/socket.io/'])(
  'Engine.IO 4 at %s, whose clients have a fifth of a second',
  (path) => {
    let hasty: Awaited<ReturnType<typeof startProtocolFixture>>;
    beforeAll(async () => {
      hasty = await startProtocolFixture(0);
    });
    afterAll(() => hasty.close());

    it('ends who does not answer', async () => {
      const url = `http://127.0.0.1:${hasty.port}${path}?EIO=4&transport=`;
      const opened = await (await fetch(`${url}polling`)).text();
      const { sid } = JSON.parse(opened.slice(1)) as { sid: string };
      const socket = new RawSocket(`${url}websocket`.replace('http', 'ws'));
      await socket.closed;
      await expect.poll(async () => (await fetch(`${url}polling&sid=${sid}`)).status).toBe(400);
    });
  },
);

describe.each(['/engine.io/', '/socket.io/'])('a client of Socket.IO 2 at %s', (path) => {
  const query = (transport: string) => `${path}?EIO=3&transport=${transport}`;

  it('is refused with words when it polls', async () => {
    const response = await fetch(`http://127.0.0.1:${fixture.port}${query('polling')}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ message: 'Unsupported protocol version' });
  });

  it('is refused with words before its WebSocket opens', async () => {
    const request = get({
      host: '127.0.0.1',
      port: fixture.port,
      path: query('websocket'),
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      },
    });
    const upgraded = once(request, 'upgrade').then(() => Promise.reject(new Error('it was upgraded')));
    const answered = once(request, 'response') as Promise<[IncomingMessage]>;
    const [response] = await Promise.race([answered, upgraded]);
    expect(response.statusCode).toBe(400);
    expect(await text(response)).toContain('Socket.IO clients of version 3 or later');
  });
});

describe('Engine.IO messages', () => {
  const url = (query: string) => `http://127.0.0.1:${fixture.port}/engine.io/?${query}`;

  it.each(['4hello', '4test1\x1e4test2\x1e4test3', '4hello\x1ebAQIDBA=='])(
    'come back by polling as they went: %j',
    async (body) => {
      const opened = await (await fetch(url('EIO=4&transport=polling'))).text();
      const { sid } = JSON.parse(opened.slice(1)) as { sid: string };
      const pushed = await fetch(url(`EIO=4&transport=polling&sid=${sid}`), { method: 'POST', body });
      expect(await pushed.text()).toBe('ok');
      let text = '';
      while (text.length < body.length) {
        const polled = await (await fetch(url(`EIO=4&transport=polling&sid=${sid}`))).text();
        const packets = polled.split('\x1e').filter((packet) => packet !== '2');
        text = [text, ...packets].filter((packet) => packet !== '').join('\x1e');
      }
      expect(text).toBe(body);
    },
  );

  it('come back by WebSocket, text as text and bytes as bytes', async () => {
    const socket = new RawSocket(url('EIO=4&transport=websocket').replace('http', 'ws'));
    await socket.next();
    socket.send('4hello');
    expect(await socket.nextPacket()).toBe('4hello');
    socket.send(Uint8Array.of(1, 2, 3, 4));
    expect(await socket.nextPacket()).toEqual(Uint8Array.of(1, 2, 3, 4));
    socket.close();
  });
});

function trySend(socket: RawSocket, data: string): boolean {
  try {
    socket.send(data);
    return true;
  } catch {
    return false;
  }
}
