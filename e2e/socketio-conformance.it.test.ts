import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PATIENT, startProtocolFixture } from './protocol-fixture.ts';
import { RawSocket } from './raw-socket.ts';

const HOUR = 3_600_000;
/** Nobody here answers a ping, and a busy machine takes its time: none is due but where they are what is tried. */
const CALM = { ...PATIENT, ping: HOUR, timeout: HOUR };

let fixture: Awaited<ReturnType<typeof startProtocolFixture>>;

beforeAll(async () => {
  fixture = await startProtocolFixture(0, CALM);
});
afterAll(() => fixture.close());

const open = (port = fixture.port) =>
  new RawSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);

/** A socket in the main namespace, its `auth` event read. */
async function connected(port?: number): Promise<RawSocket> {
  const socket = open(port);
  await socket.join();
  expect(await socket.nextPacket()).toBe('42["auth",{}]');
  return socket;
}

describe('Socket.IO 5: connect', () => {
  it.each([
    ['40', '40', '42["auth",{}]'],
    ['40{"token":"123"}', '40', '42["auth",{"token":"123"}]'],
    ['40/custom,', '40/custom,', '42/custom,["auth",{}]'],
    ['40/custom,{"token":"abc"}', '40/custom,', '42/custom,["auth",{"token":"abc"}]'],
  ])('answers %s with a sid, then the first event', async (connect, answer, auth) => {
    const socket = open();
    const text = await socket.join(connect);
    expect(text.slice(0, answer.length)).toBe(answer);
    // No private id: these endpoints do not resume, and the client must not believe that they do.
    expect(JSON.parse(text.slice(answer.length))).toEqual({ sid: expect.any(String) as string });
    expect(await socket.nextPacket()).toBe(auth);
    socket.close();
  });

  it('refuses a namespace that does not exist', async () => {
    const socket = open();
    expect(await socket.join('40/random')).toBe('44/random,{"message":"Invalid namespace"}');
    socket.close();
  });

  it('ends a connection whose first packet is no CONNECT', async () => {
    const socket = open();
    await socket.next();
    socket.send('4abc');
    await expect(socket.closed).resolves.toBeUndefined();
  });

  it('ends a connection that never joins a namespace, long before any ping is due', async () => {
    const hour = 3_600_000;
    const strict = await startProtocolFixture(0, {
      ...PATIENT,
      ping: hour,
      timeout: hour,
      connectTimeout: 200,
    });
    await expect(open(strict.port).closed).resolves.toBeUndefined();
    await strict.close();
  });
});

describe('Socket.IO 5: disconnect', () => {
  it('leaves the main namespace and keeps the connection alive', async () => {
    const beating = await startProtocolFixture(0, PATIENT);
    const socket = await connected(beating.port);
    socket.send('41');
    for (let beat = 0; beat < 3; beat++) {
      expect(await socket.next()).toBe('2');
      socket.send('3');
    }
    socket.close();
    await beating.close();
  });

  it('leaves one namespace and stays in the other', async () => {
    const socket = await connected();
    socket.send('40/custom');
    expect(await socket.nextPacket()).toMatch(/^40\/custom,/);
    expect(await socket.nextPacket()).toBe('42/custom,["auth",{}]');
    socket.send('41/custom');
    socket.send('42["message","still here"]');
    expect(await socket.nextPacket()).toBe('42["message-back","still here"]');
    socket.close();
  });
});

describe('Socket.IO 5: events', () => {
  it('come back with their arguments', async () => {
    const socket = await connected();
    socket.send('42["message",1,"2",{"3":[true]}]');
    expect(await socket.nextPacket()).toBe('42["message-back",1,"2",{"3":[true]}]');
    socket.close();
  });

  it('come back with their bytes', async () => {
    const socket = await connected();
    socket.send('452-["message",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]');
    socket.send(Uint8Array.of(1, 2, 3));
    socket.send(Uint8Array.of(4, 5, 6));
    expect(await socket.nextPacket()).toBe(
      '452-["message-back",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]',
    );
    expect(await socket.nextPacket()).toEqual(Uint8Array.of(1, 2, 3));
    expect(await socket.nextPacket()).toEqual(Uint8Array.of(4, 5, 6));
    socket.close();
  });

  it('are acknowledged under their id', async () => {
    const socket = await connected();
    socket.send('42456["message-with-ack",1,"2",{"3":[false]}]');
    expect(await socket.nextPacket()).toBe('43456[1,"2",{"3":[false]}]');
    socket.send('451-789["message-with-ack",{"_placeholder":true,"num":0}]');
    socket.send(Uint8Array.of(7));
    expect(await socket.nextPacket()).toBe('461-789[{"_placeholder":true,"num":0}]');
    expect(await socket.nextPacket()).toEqual(Uint8Array.of(7));
    socket.close();
  });

  it.each(['4abc', '42{}', '42abc["message-with-ack",1]', '42["connect"]', '459999-["message"]'])(
    'that break the format end the connection: %s',
    async (packet) => {
      const socket = await connected();
      socket.send(packet);
      await expect(socket.closed).resolves.toBeUndefined();
    },
  );

  it('nested a thousand times deep change nothing', async () => {
    const socket = await connected();
    socket.send(`42["message",${'['.repeat(1_000)}${']'.repeat(1_000)}]`);
    socket.send('42["message","after"]');
    expect(await socket.nextPacket()).toBe('42["message-back","after"]');
    socket.close();
  });

  it('larger than the endpoint takes end the connection', async () => {
    const socket = await connected();
    socket.send(`42["message","${'x'.repeat(1_000_001)}"]`);
    await expect(socket.closed).resolves.toBeUndefined();
  });
});
