import { describe, expect, it } from 'vitest';
import { createJsonCodec } from '../testing/fake-wire.ts';
import { createLiveHouse } from '../testing/live-house.ts';

const LIMITS = { queue: 1_000 };
const ones = (count: number) => 'x'.repeat(count);

describe('a tick that brings more than a queue holds', () => {
  it('costs nobody anything who takes what comes', async () => {
    const { connect, tick } = createLiveHouse({ limits: LIMITS });
    const { peer, wire } = await connect();
    for (let index = 0; index < 20; index++) peer.send(index + ones(300));
    tick();
    expect(wire.closed).toBeNull();
    expect(wire.said).toEqual(Array.from({ length: 20 }, (_, index) => index + ones(300)));
    expect(peer.queued).toBe(0);
  });

  it('K10: ends who stops taking it midway', async () => {
    const { connect, tick } = createLiveHouse({ limits: LIMITS });
    const { peer, wire } = await connect();
    wire.block();
    for (let index = 0; index < 20; index++) peer.send(ones(300));
    tick();
    expect(wire.closed).toEqual({ code: 4503, reason: 'KERNEL_SEND_OVERFLOW' });
    expect(wire.writes).toHaveLength(1);
  });
});

describe('an answer to somebody who does not read for a while', () => {
  async function asked() {
    const house = createLiveHouse({ limits: LIMITS });
    const said: unknown[] = [];
    const { peer, wire, inbound } = await house.connect({
      app: { message: async (data, reply) => reply!(data) },
    });
    wire.block();
    peer.send('before');
    house.tick();
    return {
      ...house,
      said,
      peer,
      wire,
      ask: (data: unknown) => inbound.message(data, (value) => said.push(value)),
    };
  }

  it('waits behind what was sent before it', async () => {
    const { ask, peer, said, tick, wire } = await asked();
    peer.send('queued');
    await ask('first');
    await ask('second');
    expect(said).toEqual([]);
    wire.drain();
    expect(wire.said).toEqual(['before', 'queued']);
    expect(said).toEqual(['first', 'second']);
    tick();
    expect(wire.said).toHaveLength(2);
  });

  it('goes on waiting while what is before it is not taken', async () => {
    const { ask, peer, said, wire } = await asked();
    peer.send('queued');
    await ask('first');
    wire.write = () => false;
    wire.drain();
    expect(said).toEqual([]);
    wire.write = () => true;
    wire.drain();
    expect(said).toEqual(['first']);
  });

  it('K10: is not one of thousands', async () => {
    const { ask, clock, said, wire } = await asked();
    for (let count = 0; count < 2_000 && !wire.closed; count++) {
      clock.advance(20);
      await ask(count);
    }
    expect(wire.closed).toEqual({ code: 4503, reason: 'KERNEL_SEND_OVERFLOW' });
    expect(said).toEqual([]);
  });
});

it('a codec that fails to tell when to come back holds up nobody’s drain', async () => {
  const { clock, connect, log, peers } = createLiveHouse();
  const broken = {
    ...createJsonCodec(),
    notice() {
      throw new TypeError('no word for it');
    },
  };
  const [unlucky, other] = [await connect({ codec: broken }), await connect()];
  const drained = peers.drain(1_000);
  clock.advance(1_000);
  await drained;
  expect([unlucky.wire.closed?.code, other.wire.closed?.code]).toEqual([1012, 1012]);
  expect(log.lines).toContainEqual(expect.stringContaining('a codec failed'));
});

it('who is closing already is not evicted for a newcomer', async () => {
  const { connect, peers } = createLiveHouse({ limits: { connections: 2, evictOldest: true } });
  const [leaving, staying] = [await connect(), await connect()];
  leaving.peer.close(4000, 'enough');
  await connect();
  expect(leaving.wire.closed?.reason).toBe('enough');
  expect(staying.wire.closed?.reason).toBe('KERNEL_EVICTED');
  expect(peers.counters.refusals.get('KERNEL_EVICTED')).toBe(1);
});
