import { createBus } from '@posthouse/bus-local';
import {
  createPeers,
  createRooms,
  type App,
  type Kernel,
  type LogRoom,
  type Pos,
  type Store,
} from '@posthouse/kernel';
import {
  createFakeClock,
  createJsonCodec,
  createTestLog,
  endpoint,
  somebody,
} from '@posthouse/kernel/testing';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createWsTransport } from './ws-transport.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

const room: LogRoom = {
  name: 'test.log',
  kind: 'log',
  may: () => true,
  keep: { count: 10_000, age: 60_000, durable: false },
  sequence: 'key',
};

interface Said {
  readonly kind: string;
  readonly pos: Pos;
}

/** The kernel's live half over real sockets; `?since=<seq>` resumes. */
async function open() {
  const log = createTestLog();
  const clock = createFakeClock();
  const auth = { who: async () => somebody, may: async () => true };
  const peers = createPeers({ clock, auth, log, random: () => 0.5, tick: setImmediate });
  const store = { epoch: 'test', onCommit: () => () => {} } as unknown as Store;
  const rooms = createRooms({ store, bus: createBus(), clock, catalog: { rooms: new Map() }, log });
  const codec = createJsonCodec();
  const app: Pick<App, 'accept'> = {
    async accept(peer, { query }) {
      peer.codec = codec;
      peer.open();
      const epoch = query.get('epoch');
      const since = epoch === null ? undefined : { epoch, seq: Number(query.get('seq')) };
      await rooms.join(peer, room, 'k', since);
      return { message: async () => {}, pong() {}, closed() {} };
    },
  };
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const accept = peers.accept(endpoint, app, {} as Kernel);
  const stop = await createWsTransport().open(endpoint, server, accept);
  const { port } = server.address() as AddressInfo;

  async function connect(query = '') {
    const said: Said[] = [];
    const ws = new WebSocket(`ws://127.0.0.1:${port}/?${query}`);
    ws.on('message', (data: Buffer) => said.push(JSON.parse(data.toString()) as Said));
    const closed = once(ws, 'close').then(([code, reason]) => ({
      code: code as number,
      reason: String(reason),
    }));
    await once(ws, 'open');
    while (said.length === 0) await turn();
    return { ws, said, closed };
  }

  return {
    rooms,
    connect,
    peers,
    close: async () => {
      rooms.stop();
      await stop();
      server.close();
    },
  };
}

it('K10: a reader that stalls is cut with its place, costs the others nothing, and resumes there exactly', async () => {
  const { rooms, connect, peers, close } = await open();
  const [slow, quick] = [await connect(), await connect()];
  slow.ws.pause();
  const text = 'x'.repeat(32_000);
  let published = 0;
  while (peers.counters.refusals.get('KERNEL_SLOW_READER') === undefined) {
    rooms.publish(room, 'k', text);
    published++;
    await turn();
  }
  while (quick.said.length < published + 1) await turn();
  expect(peers.list().filter(({ state }) => state === 'open')).toHaveLength(1);
  slow.ws.resume();
  const { code, reason } = await slow.closed;
  expect(code).toBe(4504);
  const last = slow.said.at(-1)!.pos;
  expect(reason).toBe(`KERNEL_SLOW_READER ${last.epoch}:${last.seq} test.log k`);
  const again = await connect(`epoch=${last.epoch}&seq=${last.seq}`);
  rooms.publish(room, 'k', 'live');
  while (again.said.at(-1)!.pos.seq <= published) await turn();
  const seqs = [...slow.said, ...again.said]
    .filter(({ kind }) => kind === 'message')
    .map(({ pos }) => pos.seq);
  expect(seqs).toEqual(Array.from({ length: published + 1 }, (_, index) => index + 1));
  await close();
});

it('drains with 1012 and the hint before it', async () => {
  const { connect, peers, close } = await open();
  const { said, closed } = await connect();
  await peers.drain(1_000);
  expect(await closed).toEqual({ code: 1012, reason: 'KERNEL_DRAINING' });
  expect(said.at(-1)).toEqual({ kind: 'comeBack', after: 500 });
  await close();
});
