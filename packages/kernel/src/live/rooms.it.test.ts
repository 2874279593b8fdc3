import { createBus } from '@posthouse/bus-local';
import { openInline } from '@posthouse/store-sqlite/testing';
import { describe, expect, it } from 'vitest';
import { createCatalog } from '../durable/catalog.ts';
import { CodedError, refuse, type Pos } from '../ports/base.ts';
import type { Bus, StateRoom } from '../ports/room.ts';
import { createJsonCodec } from '../testing/fake-wire.ts';
import { createStubBus, createStubServer } from '../testing/stub-bus.ts';
import { createLiveHouse } from '../testing/live-house.ts';
import { board, feed, journal, modelApp, say, set, ticks } from '../testing/rooms-model/app.ts';
import type { Limits } from './limits.ts';
import { logOps } from './log-ops.ts';
import { createRooms } from './rooms.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

interface SetUp {
  readonly limits?: Partial<Limits>;
  readonly bus?: Bus;
}

async function setUp({ limits = {}, bus = createBus() }: SetUp = {}) {
  const catalog = createCatalog([modelApp]);
  const store = await openInline(catalog);
  const house = createLiveHouse({ limits, endpoint: { ping: 0 } });
  const rooms = createRooms({ store, bus, clock: house.clock, catalog, log: house.log });
  const tell = (text: string, key = 'a') => store.write(say, { room: 'journal', key, text });
  return { ...house, store, rooms, bus, tell };
}

/** A state room without a past. */
function meter(
  changes: Partial<StateRoom<{ id: string; n: number }>> = {},
): StateRoom<{ id: string; n: number }> {
  return {
    name: 'test.meter',
    kind: 'state',
    may: () => true,
    id: ({ id }) => id,
    snapshot: async () => ({ at: 0, values: [] }),
    ...changes,
  };
}

function messages(said: readonly unknown[]): unknown[] {
  return (said as { kind: string; message?: unknown }[])
    .filter(({ kind }) => kind === 'message')
    .map(({ message }) => message);
}

const kinds = (said: readonly unknown[]) => (said as { kind: string }[]).map(({ kind }) => kind);

describe('publishing', () => {
  it('K8: encodes a message once per codec and writes each peer once per tick', async () => {
    const { connect, rooms, tick } = await setUp();
    const codecs = [createJsonCodec('one'), createJsonCodec('two')] as const;
    const crowd = await Promise.all(
      Array.from({ length: 20 }, (_, index) => connect({ codec: codecs[index % 2]! })),
    );
    for (const { peer } of crowd) await rooms.join(peer, ticks, 'a');
    tick();
    const before = codecs.map(({ encoded }) => encoded);
    for (let index = 0; index < 10; index++) rooms.publish(ticks, 'a', `m${index}`);
    tick();
    expect(codecs.map(({ encoded }, index) => encoded - before[index]!)).toEqual([10, 10]);
    for (const { wire } of crowd) {
      expect(wire.writes).toHaveLength(2);
      expect(messages(wire.said)).toEqual(Array.from({ length: 10 }, (_, index) => `m${index}`));
    }
    expect(crowd[0]!.wire.writes[1]).toBe(crowd[2]!.wire.writes[1]);
  });

  it('keeps what is sent to a peer directly behind what was published before', async () => {
    const { connect, rooms, tick } = await setUp();
    const { peer, wire } = await connect();
    await rooms.join(peer, ticks, 'a');
    rooms.publish(ticks, 'a', 'first');
    peer.send('second');
    rooms.publish(ticks, 'a', 'third');
    tick();
    expect(wire.said.slice(1).map((said) => (said as { message?: string }).message ?? said)).toEqual([
      'first',
      'second',
      'third',
    ]);
  });

  it('refuses to publish a durable message outside of an op', async () => {
    const { rooms } = await setUp();
    expect(() => rooms.publish(journal, 'a', 'x')).toThrow(CodedError);
  });

  it('costs only its own dialect an event that a codec cannot encode', async () => {
    const { connect, rooms, tick, log } = await setUp();
    const broken = createJsonCodec('broken');
    const codec = {
      ...broken,
      encode() {
        throw new TypeError('no word for it');
      },
    };
    const [good, bad] = [await connect(), await connect({ codec })];
    for (const { peer } of [good, bad]) await rooms.join(peer, ticks, 'a');
    rooms.publish(ticks, 'a', 'x');
    tick();
    expect(messages(good.wire.said)).toEqual(['x']);
    expect(bad.wire.said).toEqual([]);
    expect(log.lines.join()).toContain('a codec failed');
  });
});

describe('joining', () => {
  it('refuses who may not, who has not said who it is, and who is in too many rooms', async () => {
    const { connect, rooms, peers } = await setUp({ limits: { joins: 2 } });
    const { peer } = await connect();
    const closed = { ...ticks, may: async () => false };
    expect(await rooms.join(peer, closed, 'a')).toEqual(
      refuse('KERNEL_FORBIDDEN', { room: 'model.ticks', key: 'a' }),
    );
    const { peer: stranger } = await connect({ waits: true });
    expect(await rooms.join(stranger, ticks, 'a')).toEqual(refuse('KERNEL_UNAUTHENTICATED'));
    await rooms.join(peer, ticks, 'a');
    await rooms.join(peer, ticks, 'b');
    expect(await rooms.join(peer, ticks, 'a')).toMatchObject({ recovered: false });
    expect(await rooms.join(peer, ticks, 'c')).toEqual(refuse('KERNEL_TOO_MANY_ROOMS', { limit: 2 }));
    rooms.leave(peer, ticks.name, 'a');
    expect(await rooms.join(peer, ticks, 'c')).toMatchObject({ recovered: false });
    expect(Object.fromEntries(peers.counters.refusals)).toEqual({
      KERNEL_FORBIDDEN: 1,
      KERNEL_TOO_MANY_ROOMS: 1,
    });
  });

  it('has a peer once in each room, however many it is in', async () => {
    const { connect, rooms, peers } = await setUp();
    const { peer } = await connect();
    const keys = Array.from({ length: 20 }, (_, index) => `key-${index}`);
    const joined = () => peers.find(peer.id)!.joined;
    for (const key of [...keys, ...keys]) await rooms.join(peer, ticks, key);
    expect(joined()).toBe(20);
    for (const key of keys.slice(5)) rooms.leave(peer, ticks.name, key);
    expect(joined()).toBe(5);
    for (const key of keys) await rooms.join(peer, ticks, key);
    expect(joined()).toBe(20);
  });

  it('ends a peer that asks on and on for what it does not get, not one that does so now and then', async () => {
    const { connect, rooms, clock } = await setUp({ limits: { joins: 1, messages: 10 } });
    const { peer, wire } = await connect();
    await rooms.join(peer, ticks, 'a');
    for (let count = 0; count < 40; count++) {
      await rooms.join(peer, ticks, 'b');
      clock.advance(1_000);
    }
    expect(wire.closed).toBeNull();
    for (let count = 0; count < 21; count++) await rooms.join(peer, ticks, 'b');
    expect(wire.closed).toEqual({ code: 4429, reason: 'KERNEL_TOO_MANY_ROOMS' });
  });

  it('K7: says a snapshot first and then only what is newer', async () => {
    const { connect, rooms, store, tick } = await setUp();
    await store.write(set, { id: 'a0', version: 1 });
    const { peer, wire } = await connect();
    const joining = rooms.join(peer, board, 'a');
    await store.write(set, { id: 'a0', version: 2 });
    await joining;
    await store.write(set, { id: 'a0', version: 3 });
    tick();
    expect(kinds(wire.said).slice(0, 2)).toEqual(['subscribed', 'snapshot']);
    const heard = [...(wire.said[1] as { values: unknown[] }).values, ...messages(wire.said)] as {
      version: number;
    }[];
    const versions = heard.map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
    expect(versions.at(-1)).toBe(3);
  });

  it('continues a durable log exactly, from before the first message on, also after a restart of the hub', async () => {
    const { connect, rooms, store, tell, tick, clock, log } = await setUp();
    const { peer } = await connect();
    const joined = (await rooms.join(peer, journal, 'a')) as { pos: Pos };
    expect(joined.pos).toEqual({ epoch: store.epoch, seq: 0 });
    for (let index = 0; index < 600; index++) void tell(`m${index}`);
    await tell('last');
    rooms.stop();
    const again = createRooms({ store, bus: createBus(), clock, catalog: createCatalog([modelApp]), log });
    const next = await connect();
    expect(await again.join(next.peer, journal, 'a', joined.pos)).toEqual({
      recovered: true,
      pos: joined.pos,
    });
    tick();
    expect(messages(next.wire.said)).toEqual([
      ...Array.from({ length: 600 }, (_, index) => `m${index}`),
      'last',
    ]);
    const seqs = (next.wire.said.slice(1) as { pos: Pos }[]).map(({ pos }) => pos.seq);
    expect(seqs).toEqual(Array.from({ length: 601 }, (_, index) => index + 1));
  });

  it('resumes one key of a log with one sequence', async () => {
    const { connect, rooms, store, tick } = await setUp();
    for (const key of ['a', 'b', 'a', 'b']) await store.write(say, { room: 'feed', key, text: `to ${key}` });
    const { peer, wire } = await connect();
    await rooms.join(peer, feed, 'b', { epoch: store.epoch, seq: 1 });
    await store.write(say, { room: 'feed', key: 'a', text: 'not for b' });
    await store.write(say, { room: 'feed', key: 'b', text: 'live' });
    tick();
    const got = wire.said.slice(1) as { message: string; pos: Pos }[];
    expect(got.map(({ message, pos }) => [message, pos.seq])).toEqual([
      ['to b', 2],
      ['to b', 4],
      ['live', 6],
    ]);
  });

  it('announces a gap where a memory log cannot go on, and goes on from there', async () => {
    const { connect, rooms, tick } = await setUp();
    const { peer, wire } = await connect();
    const since = { epoch: 'of the last life', seq: 7 };
    const joined = await rooms.join(peer, ticks, 'a', since);
    rooms.publish(ticks, 'a', 'x');
    tick();
    expect(joined).toMatchObject({ recovered: false });
    expect(kinds(wire.said)).toEqual(['subscribed', 'gap', 'message']);
    expect(wire.said[1]).toMatchObject({ from: since, to: { seq: 0 }, reason: 'epoch' });
  });

  it('finds by a head check what a lost hint announced', async () => {
    const bus = createBus();
    const deaf: Bus = { ...bus, publish: () => {} };
    const { connect, rooms, tell, tick, clock, store } = await setUp({ bus: deaf });
    const { peer, wire } = await connect();
    await rooms.join(peer, journal, 'a');
    await tell('unheard');
    tick();
    expect(messages(wire.said)).toEqual([]);
    clock.advance(15_000);
    // The head check's two reads are before this one in the store's line.
    for (let turns = 0; turns < 20 && messages(wire.said).length === 0; turns++) {
      await store.read(logOps.head, { room: journal.name, counted: 'a' });
      tick();
    }
    expect(messages(wire.said)).toEqual(['unheard']);
  });
});

describe('slow readers', () => {
  it('K10: cuts the reader of a log with the position up to which it was written to', async () => {
    const { connect, rooms, store, tell, tick, peers } = await setUp({ limits: { queue: 2_000 } });
    const [slow, quick] = [await connect(), await connect()];
    for (const { peer } of [slow, quick]) await rooms.join(peer, journal, 'a');
    await tell('read');
    slow.wire.block();
    tick();
    for (let index = 0; index < 30; index++) {
      await tell('x'.repeat(100));
      tick();
    }
    expect(slow.wire.closed).toEqual({
      code: 4504,
      reason: `KERNEL_SLOW_READER ${store.epoch}:1 model.journal a`,
    });
    expect(quick.wire.closed).toBeNull();
    expect(messages(quick.wire.said)).toHaveLength(31);
    expect(peers.counters.refusals.get('KERNEL_SLOW_READER')).toBe(1);
  });

  it('gives the reader of a state room the newest value of each id, however long it was away', async () => {
    const { connect, rooms, tick } = await setUp({ limits: { queue: 2_000 } });
    const { peer, wire } = await connect();
    const room = meter();
    await rooms.join(peer, room, 'k');
    tick();
    wire.block();
    for (let n = 1; n <= 1_000; n++) {
      for (const id of ['a', 'b']) rooms.publish(room, 'k', { id, n });
      tick();
    }
    expect(wire.closed).toBeNull();
    wire.drain();
    tick();
    expect(messages(wire.said)).toEqual([
      { id: 'a', n: 1 },
      { id: 'b', n: 1 },
      { id: 'a', n: 1_000 },
      { id: 'b', n: 1_000 },
    ]);
  });

  it('takes a fresh snapshot for a reader that missed too many ids', async () => {
    const { connect, rooms, tick } = await setUp();
    const { peer, wire } = await connect();
    let snapshots = 0;
    const room = meter({ snapshot: async () => ({ at: 0, values: [{ id: 'all', n: ++snapshots }] }) });
    await rooms.join(peer, room, 'k');
    wire.block();
    tick();
    for (let n = 0; n < 2_000; n++) rooms.publish(room, 'k', { id: `id${n}`, n });
    tick();
    wire.drain();
    await turn();
    tick();
    expect(snapshots).toBe(2);
    expect(wire.said.at(-1)).toMatchObject({ kind: 'snapshot', values: [{ id: 'all', n: 2 }] });
    rooms.publish(room, 'k', { id: 'id1', n: 5 });
    tick();
    expect(messages(wire.said)).toEqual([{ id: 'id1', n: 5 }]);
  });

  it('sends away whom it owes a snapshot that cannot be taken: it comes back for one', async () => {
    const { connect, rooms, tick } = await setUp();
    const { peer, wire } = await connect();
    let snapshots = 0;
    const room = meter({
      async snapshot() {
        if (++snapshots > 1) throw new CodedError('KERNEL_STORE_UNAVAILABLE');
        return { at: 0, values: [] };
      },
    });
    await rooms.join(peer, room, 'k');
    wire.block();
    tick();
    for (let n = 0; n < 2_000; n++) rooms.publish(room, 'k', { id: `id${n}`, n });
    tick();
    wire.drain();
    await turn();
    expect(wire.closed).toEqual({ code: 1011, reason: 'KERNEL_STORE_UNAVAILABLE' });
  });
});

describe('two nodes', () => {
  it('hear each other in every kind of room, and each log in one order', async () => {
    const server = createStubServer();
    const nodes = await Promise.all(
      [1, 2].map(async () => {
        const node = await setUp({ bus: createStubBus(server, turn) });
        const guest = await node.connect();
        await node.rooms.join(guest.peer, ticks, 'a');
        await node.rooms.join(guest.peer, meter(), 'k');
        return { ...node, guest };
      }),
    );
    const [here, there] = nodes as [(typeof nodes)[0], (typeof nodes)[0]];
    for (let n = 1; n <= 50; n++) {
      here.rooms.publish(ticks, 'a', `here ${n}`);
      there.rooms.publish(ticks, 'a', `there ${n}`);
      there.rooms.publish(meter(), 'k', { id: 'a', n });
    }
    const texts = (said: readonly unknown[]) =>
      messages(said).filter((message) => typeof message === 'string');
    while (nodes.some(({ guest }) => texts(guest.wire.said).length < 100)) {
      await turn();
      for (const { tick } of nodes) tick();
    }
    const [logHere, logThere] = nodes.map(({ guest }) => texts(guest.wire.said));
    expect(logHere).toHaveLength(100);
    expect(logThere).toEqual(logHere);
    expect(messages(here.guest.wire.said)).toContainEqual({ id: 'a', n: 50 });
  });
});

describe('a room with a pace', () => {
  it('says at most one value per id and span, the newest, and the last one always', async () => {
    const { connect, rooms, tick, clock } = await setUp();
    const { peer, wire } = await connect();
    const room = meter({ every: 100 });
    await rooms.join(peer, room, 'k');
    for (let n = 1; n <= 25; n++) {
      rooms.publish(room, 'k', { id: 'a', n });
      tick();
      clock.advance(10);
      tick();
    }
    clock.advance(1_000);
    tick();
    expect(messages(wire.said)).toEqual([1, 10, 20, 25].map((n) => ({ id: 'a', n })));
  });

  it('lets nothing urgent wait, and nothing older come after it', async () => {
    const { connect, rooms, tick, clock } = await setUp();
    const { peer, wire } = await connect();
    const room = { ...meter({ every: 100 }), urgent: ({ n }: { id: string; n: number }) => n % 10 === 0 };
    await rooms.join(peer, room, 'k');
    for (const n of [1, 2, 10, 20, 3, 4]) {
      rooms.publish(room, 'k', { id: 'a', n });
      tick();
      clock.advance(1);
      tick();
    }
    clock.advance(1_000);
    tick();
    expect(messages(wire.said)).toEqual([1, 10, 20, 4].map((n) => ({ id: 'a', n })));
  });
});
