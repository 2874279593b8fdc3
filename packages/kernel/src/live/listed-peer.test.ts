import { describe, expect, it } from 'vitest';
import type { Frame } from '../ports/peer.ts';
import { createLiveHouse } from '../testing/live-house.ts';
import type { ListedPeer, Tap } from './listed-peer.ts';

async function setUp() {
  const house = createLiveHouse();
  const guest = await house.connect();
  const listed = house.peers.find(guest.peer.id)!;
  const told: string[] = [];
  const tap: Tap = {
    heard: (data) => told.push(`in ${JSON.stringify(data)}`),
    told: (frames: readonly Frame[]) => told.push(...frames.map(({ data }) => `out ${String(data)}`)),
    answered: (value) => told.push(`answer ${JSON.stringify(value)}`),
  };
  return { house, guest, listed, tap, told };
}

const counts = ({ received, sent }: ListedPeer) => ({ received, sent });

describe('a peer on the list', () => {
  it('says since when it is here and what went over its connection', async () => {
    const { house, guest, listed } = await setUp();
    expect(listed).toMatchObject({ transport: 'fake', since: house.clock.now(), joined: 0 });
    expect(counts(listed)).toEqual({ received: 0, sent: 0 });
    await guest.inbound.message('a');
    await guest.inbound.message('b');
    for (const text of ['x', 'y', 'z']) guest.peer.send(text);
    house.tick();
    expect(counts(listed)).toEqual({ received: 2, sent: 3 });
    expect(house.peers.counters).toMatchObject({ received: 2, sent: 3 });
  });

  it('is found by its id until it has gone', async () => {
    const { house, guest } = await setUp();
    expect(house.peers.find('nobody')).toBeUndefined();
    guest.inbound.closed(1006);
    expect(house.peers.find(guest.peer.id)).toBeUndefined();
    expect(house.peers.list()).toEqual([]);
  });

  it('lets a tap hear both directions in order, and nothing once it is taken off', async () => {
    const { house, guest, listed, tap, told } = await setUp();
    listed.tap = tap;
    await guest.inbound.message('hello');
    guest.peer.send({ n: 1 });
    house.tick();
    listed.tap = null;
    await guest.inbound.message('unheard');
    expect(told).toEqual(['in "hello"', 'out {"n":1}']);
  });

  it('lets a tap hear answers that go by the transport’s own way', async () => {
    const house = createLiveHouse();
    const guest = await house.connect({
      app: { message: async (_data, reply) => reply?.({ yes: true }) },
    });
    const listed = house.peers.find(guest.peer.id)!;
    const answers: unknown[] = [];
    listed.tap = { heard() {}, told() {}, answered: (value) => void answers.push(value) };
    await guest.inbound.message('may I?', () => {});
    expect(answers).toEqual([{ yes: true }]);
    expect(counts(listed)).toEqual({ received: 1, sent: 1 });
  });
});
