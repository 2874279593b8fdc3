import { createBus } from '@posthouse/bus-local';
import { openInline } from '@posthouse/store-sqlite/testing';
import { expect, it } from 'vitest';
import { createCatalog } from '../durable/catalog.ts';
import type { Bus, StateRoom } from '../ports/room.ts';
import { createJsonCodec } from '../testing/fake-wire.ts';
import { createLiveHouse } from '../testing/live-house.ts';
import { journal, modelApp, say, ticks } from '../testing/rooms-model/app.ts';
import { createRooms } from './rooms.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const LIMIT = 4_000;

async function setUp(bus: Bus = createBus()) {
  const catalog = createCatalog([modelApp]);
  const store = await openInline(catalog);
  const house = createLiveHouse({ limits: { queue: LIMIT }, endpoint: { ping: 0 } });
  const rooms = createRooms({ store, bus, clock: house.clock, catalog, log: house.log });
  /** Ends ticks until `done`. */
  const run = async (done: () => boolean) => {
    for (let left = 200; !done() && left > 0; left--) {
      house.tick();
      await turn();
    }
    expect(done()).toBe(true);
  };
  return { ...house, store, rooms, bus, run };
}

type Bulk = { id: string; text: string };

function bulky(size: number): StateRoom<Bulk> {
  return {
    name: 'test.bulk',
    kind: 'state',
    may: () => true,
    id: ({ id }) => id,
    snapshot: async () => ({ at: 0, values: [{ id: 'a', text: 'x'.repeat(size) }] }),
  };
}

it('lets a snapshot above the queue bound through, and what follows in the same tick behind it', async () => {
  const { connect, rooms, run } = await setUp();
  const { peer, wire } = await connect();
  peer.send('before');
  let joined = 0;
  const joining = ['k', 'l'].map((key) => rooms.join(peer, bulky(10_000), key).then(() => joined++));
  await run(() => joined === 2);
  await Promise.all(joining);
  peer.send('after');
  await run(() => wire.said.at(-1) === 'after');
  expect(wire.closed).toBeNull();
  const kinds = wire.said.map((said) => (said as { kind?: string }).kind ?? said);
  expect(kinds.filter((kind) => kind === 'snapshot')).toHaveLength(2);
});

it('still cuts who takes nothing behind it', async () => {
  const { connect, rooms, run } = await setUp();
  const { peer, wire } = await connect();
  wire.block();
  const joining = rooms.join(peer, bulky(10_000), 'k');
  await run(() => wire.queued() > 0);
  wire.drain();
  wire.block();
  await joining;
  await run(() => wire.queued() > 10_000);
  for (let sent = 0; sent < 50; sent++) peer.send('x'.repeat(100));
  expect(wire.closed?.code).toBe(4503);
});

it('replays a log of messages above half the bound to a reader that stalls now and then', async () => {
  const { connect, rooms, store, run } = await setUp();
  for (let n = 0; n < 6; n++) {
    await store.write(say, { room: 'journal', key: 'a', text: `${n}${'x'.repeat(LIMIT - 500)}` });
  }
  const { peer, wire } = await connect();
  wire.block();
  let joined = false;
  const since = { epoch: store.epoch, seq: 0 };
  const joining = rooms.join(peer, journal, 'a', since).then(() => (joined = true));
  await run(() => wire.queued() > 0);
  for (let n = 0; n < 20; n++) {
    wire.drain();
    wire.block();
    await run(() => wire.queued() > 0 || joined);
    if (joined) break;
  }
  await joining;
  wire.drain();
  await run(() => wire.said.filter((said) => (said as { kind: string }).kind === 'message').length === 6);
  expect(wire.closed).toBeNull();
});

it('ends a join whose peer has left the room while it waited for space', async () => {
  const { connect, rooms, store, run } = await setUp();
  for (let n = 0; n < 6; n++) await store.write(say, { room: 'journal', key: 'a', text: 'x'.repeat(3_000) });
  const { peer, wire } = await connect();
  const since = { epoch: store.epoch, seq: 0 };
  let joined = false;
  const joining = rooms.join(peer, journal, 'a', since).then(() => (joined = true));
  while (peer.queued < 3_000) await turn();
  rooms.leave(peer, 'journal', 'a');
  await run(() => joined);
  await joining;
  expect(wire.closed).toBeNull();
});

it('costs one message, not the connection, when a codec has no words for what a log holds', async () => {
  const { connect, rooms, store, run } = await setUp();
  for (const text of ['one', 'poison', 'three']) await store.write(say, { room: 'journal', key: 'a', text });
  const plain = createJsonCodec();
  const codec = {
    ...plain,
    encode(...[room, key, event, pos]: Parameters<typeof plain.encode>) {
      if (event.kind === 'message' && JSON.stringify(event.message).includes('poison'))
        throw new TypeError('no');
      return plain.encode(room, key, event, pos);
    },
  };
  const { peer, wire } = await connect({ codec });
  await rooms.join(peer, journal, 'a', { epoch: store.epoch, seq: 0 });
  await run(() => wire.said.length >= 3);
  expect(wire.said.map((said) => (said as { kind: string }).kind)).toEqual([
    'subscribed',
    'message',
    'message',
  ]);
});

it('loses nothing of a memory log that was forgotten and began anew, after it has said so', async () => {
  const { connect, rooms, run } = await setUp(createBus({ logs: 1 }));
  for (let n = 0; n < 5; n++) rooms.publish(ticks, 'a', `old ${n}`);
  const { peer, wire } = await connect();
  await rooms.join(peer, ticks, 'a');
  rooms.publish(ticks, 'b', 'pushes the other log out');
  for (let n = 0; n < 3; n++) rooms.publish(ticks, 'a', `new ${n}`);
  await run(() => wire.said.length >= 5);
  const said = wire.said as { kind: string; message?: unknown }[];
  expect(said.map(({ kind, message }) => message ?? kind)).toEqual([
    'subscribed',
    'gap',
    'new 0',
    'new 1',
    'new 2',
  ]);
});
