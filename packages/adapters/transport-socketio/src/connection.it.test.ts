import { once } from 'node:events';
import { isRefusal } from '@posthouse/kernel';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { SocketIoOptions } from './socketio-transport.ts';
import { deaf, openEndpoint, type Accept } from './testing/open-endpoint.ts';

const LONG = 600_000;

/** `here`: peers that the app has. */
async function open(options: SocketIoOptions = {}, answer: Accept = async () => deaf) {
  const app = { here: 0, most: 0 };
  const accept: Accept = async (hello, wire) => {
    const answered = await answer(hello, wire);
    if (isRefusal(answered)) return answered;
    app.most = Math.max(app.most, ++app.here);
    return { ...answered, closed: () => void app.here-- };
  };
  const { url, stop } = await openEndpoint({ maxMessage: 1_000 }, accept, {
    connectTimeout: LONG,
    ...options,
  });
  onTestFinished(stop);
  return { url, app };
}

/** A bare client on WebSocket, past Engine.IO's greeting. */
async function connect(url: string) {
  const ws = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  const closed = once(ws, 'close');
  onTestFinished(() => ws.terminate());
  await once(ws, 'message');
  return {
    closed,
    say: (packet: string) => ws.send(packet),
    async ask(packet: string): Promise<string> {
      ws.send(packet);
      const [answer] = (await once(ws, 'message')) as [Buffer];
      return answer.toString();
    },
    async leave() {
      ws.close();
      await closed;
    },
  };
}

describe('CONNECT', () => {
  it.each(['40', '40{}', '40/,', '4 '])(
    'said again before its answer ends the connection: "%s"',
    async (again) => {
      let met = 0;
      const { url } = await open({}, () => {
        met++;
        return new Promise(() => {});
      });
      const client = await connect(url);
      client.say('40');
      await vi.waitUntil(() => met === 1);
      client.say(again);
      await client.closed;
      expect(met).toBe(1);
    },
  );

  it('may be said to several namespaces in one go', async () => {
    const { url } = await open({ namespaces: ['/', '/other'] });
    const client = await connect(url);
    client.say('40');
    expect(await client.ask('40/other,')).toMatch(/^40/);
  });

  it('may be said again after it was refused, and after the namespace was left', async () => {
    const answers = [{ refuse: 'TEST_NO' }, deaf, deaf];
    const { url, app } = await open({}, async () => answers.shift()!);
    const client = await connect(url);
    expect(await client.ask('40')).toMatch(/^44/);
    expect(await client.ask('40')).toMatch(/^40/);
    client.say('41');
    await vi.waitUntil(() => app.here === 0);
    expect(await client.ask('40')).toMatch(/^40/);
  });

  it('said on and on ends the connection, which leaves nothing behind until then', async () => {
    const warned = vi.fn<(warning: Error) => void>();
    process.on('warning', warned);
    onTestFinished(() => void process.off('warning', warned));
    const { url, app } = await open();
    const client = await connect(url);
    const ended = client.closed.then(() => null);
    while ((await Promise.race([client.ask('40'), ended])) !== null) {
      client.say('41');
      await vi.waitUntil(() => app.here === 0);
    }
    expect(app.most).toBe(1);
    expect(warned).not.toHaveBeenCalled();
  });
});

describe('a connection in no namespace', () => {
  it('is ended after a while, also when it was in one', async () => {
    const { url } = await open({ connectTimeout: 50 });
    const one = await connect(url);
    const other = await connect(url);
    await other.ask('40');
    other.say('41');
    await expect(one.closed).resolves.toBeDefined();
    await expect(other.closed).resolves.toBeDefined();
  });

  it.each([
    ['never was', ''],
    ['is no more', '41'],
  ])('may not say much, when it %s in one', async (_, left) => {
    const { url, app } = await open();
    const client = await connect(url);
    if (left) {
      await client.ask('40');
      client.say(left);
      await vi.waitUntil(() => app.here === 0);
    }
    for (let n = 0; n < 3; n++) client.say(`6${'x'.repeat(900)}`);
    await expect(client.closed).resolves.toBeDefined();
  });

  it('takes the place of another until it is in one or gone', async () => {
    const { url } = await open({ outside: { perAddress: 2, connections: 10 } });
    const handshake = () => fetch(`${url}/socket.io/?EIO=4&transport=polling`);
    const one = await connect(url);
    const other = await connect(url);
    const refused = await handshake();
    expect(refused.status).toBe(403);
    expect(await refused.json()).toEqual({ code: 4, message: 'Too many connections from this address' });
    await one.ask('40');
    await connect(url);
    expect((await handshake()).status).toBe(403);
    await other.leave();
    await expect.poll(async () => (await handshake()).status).toBe(200);
  });

  it('is counted also when it has left the last one', async () => {
    const { url, app } = await open({ outside: { perAddress: 1, connections: 10 } });
    const client = await connect(url);
    await client.ask('40');
    client.say('41');
    await vi.waitUntil(() => app.here === 0);
    expect((await fetch(`${url}/socket.io/?EIO=4&transport=polling`)).status).toBe(403);
  });
});
