import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { request, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Turns, type Endpoint } from '@posthouse/kernel';
import { createTestLog } from '@posthouse/kernel/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { createDoor, type Admit, type Door } from './door.ts';

const sockets: Endpoint = {
  name: 'sockets',
  transport: 'ws',
  port: 0,
  host: '127.0.0.1',
  paths: /^\/ws/,
  origins: [],
  maxMessage: 1,
  ping: 1,
  timeout: 1,
  open: [],
};
const open: Door[] = [];
afterEach(() => {
  for (const { server } of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A door whose plain requests are answered 204; returns how to knock, and the status of the answer. */
async function openDoor(
  admit: Admit,
  onRefusal: (code: string) => void = () => {},
  turns = new Turns({ mono: () => performance.now() }, setImmediate).lane(),
) {
  const door = createDoor({
    name: 'main',
    endpoints: [sockets],
    admit,
    turns,
    onRefusal,
    log: createTestLog(),
    handle: (_request, response) => void response.writeHead(204).end(),
  });
  open.push(door);
  const part = door.parts.get(sockets)!;
  part.on('request', () => {});
  part.on('upgrade', () => {});
  await new Promise<void>((resolve) => door.server.listen(0, '127.0.0.1', resolve));
  const { port } = door.server.address() as AddressInfo;
  return (path: string, headers: Record<string, string> = {}): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, path, headers, agent: false });
      asked.on('response', (reply: IncomingMessage) => resolve(reply.resume().statusCode));
      asked.on('error', reject);
      asked.end();
    });
}

describe('a door', () => {
  it('answers what is no HTTP with its code, and counts it', async () => {
    const refused: string[] = [];
    await openDoor(
      async () => null,
      (code) => void refused.push(code),
    );
    const { port } = open[0]!.server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    socket.write('\x00\x01 nothing\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(String(answer)).toMatch(/^HTTP\/1.1 400 [^]*HUB_INVALID_INPUT/);
    expect(refused).toEqual(['HUB_INVALID_INPUT']);
  });

  it('says that the headers are too large, and what to do', async () => {
    await openDoor(async () => null);
    const { port } = open[0]!.server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET /health HTTP/1.1\r\nHost: hub\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(String(answer)).toMatch(/^HTTP\/1.1 431 [^]*HUB_HEADERS_TOO_LARGE[^]*16 KiB/);
  });

  it('says how to write an address that is no plain ASCII', async () => {
    await openDoor(async () => null);
    const { port } = open[0]!.server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /startPrint?printData=你好 HTTP/1.1\r\nHost: hub\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(String(answer)).toMatch(/^HTTP\/1.1 400 [^]*HUB_ADDRESS_UNREADABLE[^]*encodeURIComponent/);
  });

  it('says in the reader’s language why it turns somebody away', async () => {
    await openDoor(async () => 'HUB_HOST_REFUSED');
    const { port } = open[0]!.server.address() as AddressInfo;
    for (const [language, word] of [
      ['en', 'POSTHOUSE_NAMES'],
      ['zh-CN', '不认识这个域名'],
    ] as const) {
      const headers = { 'accept-language': language };
      const reply = await fetch(`http://127.0.0.1:${port}/ws`, { headers });
      expect([reply.status, await reply.text()]).toEqual([403, expect.stringContaining(word)]);
    }
  });

  it('turns away, and stands, when nobody can say who comes', async () => {
    const knock = await openDoor(() => Promise.reject(new Error('the store is busy')));
    expect(await knock('/ws')).toBe(503);
    expect(await knock('/ws', { connection: 'Upgrade', upgrade: 'websocket' })).toBe(503);
    expect(await knock('/health')).toBe(204);
  });

  it('answers who would rather have HTTP/2 as anybody else', async () => {
    const knock = await openDoor(async () => null);
    const http2 = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAMAAABk' };
    expect(await knock('/health', http2)).toBe(204);
  });

  const UPGRADE = { connection: 'upgrade', upgrade: 'websocket' };

  it.each(['KERNEL_ADDRESS_PACED', 'KERNEL_TOO_MANY_FROM_ADDRESS'])(
    'turns an upgrade away before a connection is made: %s is 429',
    async (code) => {
      const knock = await openDoor(async () => code);
      expect(await knock('/ws', UPGRADE)).toBe(429);
    },
  );

  it('looks at a connection when its turn has come, and not before', async () => {
    const turns: (() => void)[] = [];
    const queue = new Turns({ mono: () => 0 }, (run) => void turns.push(run)).lane();
    const knock = await openDoor(async () => null, undefined, queue);
    let answer: number | undefined;
    void knock('/').then((status) => (answer = status));
    await expect.poll(() => turns.length).toBe(1);
    await sleep(20);
    expect(answer).toBeUndefined();
    turns[0]!();
    await expect.poll(() => answer).toBe(204);
  });

  /** Asks bare for a WebSocket at `path`, and says `more` when it is answered. */
  async function turnedAway(path: string, more: string): Promise<void> {
    const { port } = open[0]!.server.address() as AddressInfo;
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.on('error', () => {});
    socket.write(`GET ${path} HTTP/1.1\r\nHost: hub\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(String(answer)).toMatch(/^HTTP\/1.1 404/);
    if (more !== '') socket.end(more);
  }

  const held = () =>
    new Promise<number>((resolve) => {
      open[0]!.server.getConnections((_error, count) => resolve(count));
    });

  it.each([
    ['stays', ''],
    ['says more and goes', 'x'.repeat(100_000)],
  ])('holds no socket of who was turned away and %s', async (_what, more) => {
    const refused: string[] = [];
    await openDoor(
      async () => null,
      (code) => void refused.push(code),
    );
    await Promise.all(Array.from({ length: 20 }, () => turnedAway('/nowhere', more)));
    await expect.poll(held, { timeout: 10_000 }).toBe(0);
    expect(refused).toEqual(Array.from({ length: 20 }, () => 'HUB_NOT_FOUND'));
  });

  it('stands when a transport fails to take somebody in', async () => {
    const knock = await openDoor(async () => null);
    const part = open[0]!.parts.get(sockets)!;
    part.removeAllListeners();
    const fail = () => {
      throw new Error('a fault');
    };
    part.on('request', fail);
    part.on('upgrade', fail);
    await expect(knock('/ws', UPGRADE)).rejects.toThrow('socket hang up');
    await expect(knock('/ws')).rejects.toThrow('socket hang up');
    expect(await knock('/health')).toBe(204);
  });

  it('knows a poll that goes on with a connection from one that begins one', async () => {
    const asked: boolean[] = [];
    const knock = await openDoor(async (_request, _endpoint, isNew) => {
      asked.push(isNew);
      return 'HUB_HOST_REFUSED';
    });
    await knock('/ws?EIO=4');
    await knock('/ws?EIO=4&sid=abc');
    expect(asked).toEqual([true, false]);
  });

  it('takes no more upgrades while four thousand wait for their turn', async () => {
    const refused: string[] = [];
    const turns = new Turns({ mono: () => 0 }, () => {}).lane();
    const knock = await openDoor(
      async () => null,
      (code) => void refused.push(code),
      turns,
    );
    for (let count = 0; count < 4_096; count++) turns.queue(() => {});
    expect(await knock('/ws', UPGRADE)).toBe(503);
    expect(refused).toEqual(['KERNEL_TOO_MANY_CONNECTIONS']);
  });
});
