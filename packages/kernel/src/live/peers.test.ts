import { describe, expect, it } from 'vitest';
import { CodedError, refuse } from '../ports/base.ts';
import type { Codec } from '../ports/peer.ts';
import { createJsonCodec } from '../testing/fake-wire.ts';
import { createLiveHouse, somebody } from '../testing/live-house.ts';

const ones = (count: number) => 'x'.repeat(count);

describe('admission', () => {
  it('refuses the newest at the connection limit with 1013', async () => {
    const house = createLiveHouse({ limits: { connections: 1 } });
    const first = await house.connect();
    const second = await house.connect({ address: '10.0.0.2' });
    expect(second.accepted).toEqual(refuse('KERNEL_TOO_MANY_CONNECTIONS'));
    expect(second.wire.closed).toEqual({ code: 1013, reason: 'KERNEL_TOO_MANY_CONNECTIONS' });
    expect(house.peers.counters.refusals.get('KERNEL_TOO_MANY_CONNECTIONS')).toBe(1);
    first.inbound.closed(1006);
    expect((await house.connect()).wire.closed).toBeNull();
  });

  it('evicts the oldest instead where that is wished', async () => {
    const house = createLiveHouse({ limits: { connections: 2, evictOldest: true } });
    const [oldest, other] = [await house.connect(), await house.connect()];
    const newest = await house.connect();
    expect(oldest.wire.closed).toEqual({ code: 1013, reason: 'KERNEL_EVICTED' });
    expect([other.wire.closed, newest.wire.closed]).toEqual([null, null]);
    expect(house.peers.list()).toHaveLength(2);
  });

  it('bounds the connections of one address and no other', async () => {
    const house = createLiveHouse({ limits: { perAddress: 2 } });
    const [first] = [await house.connect(), await house.connect()];
    expect((await house.connect()).wire.closed?.code).toBe(1013);
    expect((await house.connect({ address: '10.0.0.2' })).wire.closed).toBeNull();
    first.inbound.closed(1000);
    expect((await house.connect()).wire.closed).toBeNull();
  });

  it('turns an address away before a connection is made when it goes on knocking, and lets it in when there is room', async () => {
    const house = createLiveHouse({ limits: { perAddress: 1 } });
    const first = await house.connect();
    for (let count = 0; count < 20; count++) {
      expect(house.peers.knock('10.0.0.1')).toBeNull();
      expect((await house.connect()).wire.closed?.code).toBe(1013);
    }
    expect(house.peers.knock('10.0.0.1')).toBe('KERNEL_TOO_MANY_FROM_ADDRESS');
    expect(house.peers.knock('10.0.0.2')).toBeNull();
    expect(house.peers.counters.refusals.get('KERNEL_TOO_MANY_FROM_ADDRESS')).toBe(21);
    first.inbound.closed(1000);
    expect(house.peers.knock('10.0.0.1')).toBeNull();
    house.clock.advance(100);
    expect((await house.connect()).wire.closed).toBeNull();
  });

  it('ends a connection that does not say who it is within 10 s, whatever the app greeted it with', async () => {
    const house = createLiveHouse({ auth: { who: async () => refuse('NO_TOKEN') } });
    const { peer, wire, closed, inbound } = await house.connect({ waits: true });
    peer.send({ hello: 'who are you?' });
    house.tick();
    house.clock.advance(9_999);
    expect(wire.closed).toBeNull();
    house.clock.advance(1);
    expect(wire.closed).toEqual({ code: 4401, reason: 'KERNEL_UNAUTHENTICATED' });
    expect(wire.said).toEqual([{ hello: 'who are you?' }]);
    inbound.closed(4401);
    expect(closed).toEqual([4401]);
  });

  it('does not let an app open a peer that nobody identified, and lets the first message do so', async () => {
    const house = createLiveHouse({ auth: { who: async () => refuse('NO_TOKEN') } });
    const stranger = await house.connect();
    expect(stranger.wire.closed?.code).toBe(4401);
    const late = await house.connect({ waits: true });
    late.peer.open(somebody);
    house.clock.advance(60_000);
    expect(late.peer.principal).toEqual(somebody);
    expect(late.wire.closed?.code).not.toBe(4401);
  });

  it('ends a peer whose credentials expire', async () => {
    const house = createLiveHouse({ endpoint: { ping: 0 } });
    const { peer, wire } = await house.connect({ waits: true });
    peer.open({ ...somebody, expires: house.clock.now() + 3_600_000 });
    house.clock.advance(3_599_999);
    expect(wire.closed).toBeNull();
    house.clock.advance(1);
    expect(wire.closed?.code).toBe(4401);
  });
});

describe('writing', () => {
  it('K8: writes once per peer and tick, in order', async () => {
    const house = createLiveHouse();
    const { peer, wire } = await house.connect();
    for (let index = 0; index < 5; index++) peer.send(index);
    expect(wire.writes).toHaveLength(0);
    house.tick();
    expect(wire.writes).toHaveLength(1);
    expect(wire.said).toEqual([0, 1, 2, 3, 4]);
  });

  it('holds frames back while the wire is full and goes on when it drains', async () => {
    const house = createLiveHouse();
    const { peer, wire } = await house.connect();
    wire.block();
    peer.send('first');
    house.tick();
    peer.send('second');
    peer.send('third');
    house.tick();
    expect(wire.writes).toHaveLength(1);
    wire.drain();
    house.tick();
    expect(wire.writes).toHaveLength(2);
    expect(wire.said).toEqual(['first', 'second', 'third']);
  });

  it('K10: ends a peer coded when more is sent to it than its queue takes', async () => {
    const house = createLiveHouse({ limits: { queue: 1_000 } });
    const { peer, wire } = await house.connect();
    wire.block();
    for (let index = 0; index < 20 && peer.state === 'open'; index++) {
      peer.send(ones(100));
      house.tick();
      expect(peer.queued).toBeLessThanOrEqual(1_000);
    }
    expect(wire.closed).toEqual({ code: 4503, reason: 'KERNEL_SEND_OVERFLOW' });
    expect(wire.writes).toHaveLength(1);
    expect(house.peers.counters.refusals.get('KERNEL_SEND_OVERFLOW')).toBe(1);
  });

  it('counts bytes, not characters', async () => {
    const house = createLiveHouse({ limits: { queue: 1_000 } });
    const { peer, wire } = await house.connect();
    wire.block();
    peer.send('a');
    house.tick();
    peer.send('驿'.repeat(400));
    expect(wire.closed?.code).toBe(4503);
  });

  it('lets one message of any size into an empty queue', async () => {
    const house = createLiveHouse({ limits: { queue: 1_000 } });
    const { peer, wire } = await house.connect();
    peer.send(ones(5_000));
    house.tick();
    expect(wire.said).toEqual([ones(5_000)]);
  });

  it('writes what was sent before it closes, and nothing after', async () => {
    const house = createLiveHouse();
    const { peer, wire } = await house.connect();
    peer.send('last words');
    peer.close(4000, 'bye');
    peer.send('more');
    house.tick();
    expect(wire.said).toEqual(['last words']);
    expect(wire.closed).toEqual({ code: 4000, reason: 'bye' });
  });
});

describe('reading', () => {
  it('K9: handles messages in order, one after the other, and pauses at 32 in hand', async () => {
    const house = createLiveHouse();
    const handled: unknown[] = [];
    const gates: (() => void)[] = [];
    const { inbound, wire } = await house.connect({
      app: {
        async message(data) {
          await new Promise<void>((resolve) => gates.push(resolve));
          handled.push(data);
        },
      },
    });
    const done = Array.from({ length: 40 }, (_, index) => inbound.message(String(index)));
    expect(wire.paused).toBe(true);
    expect(gates).toHaveLength(1);
    while (handled.length < 40) {
      gates.shift()?.();
      await Promise.resolve();
    }
    await Promise.all(done);
    expect(handled).toEqual(Array.from({ length: 40 }, (_, index) => String(index)));
    expect(wire.paused).toBe(false);
  });

  it('K9: lets the other peers have their turn between a peer’s messages', async () => {
    const turns: (() => void)[] = [];
    const house = createLiveHouse({ turn: (run) => void turns.push(run) });
    const handled: string[] = [];
    const listening = (name: string) => ({ app: { message: async () => void handled.push(name) } });
    const talker = await house.connect(listening('talker'));
    const other = await house.connect(listening('other'));
    const talk = Array.from({ length: 20 }, () => talker.inbound.message('x'));
    await other.inbound.message('x');
    expect(handled).toEqual(['talker', 'other']);
    while (handled.length < 21) {
      turns.shift()?.();
      await Promise.resolve();
    }
    await Promise.all(talk);
    expect(handled.at(-1)).toBe('talker');
  });

  it('K9: a peer that has used up a quarter of its allowance waits for its turn with each message', async () => {
    const turns: (() => void)[] = [];
    const house = createLiveHouse({ limits: { messages: 10 }, turn: (run) => void turns.push(run) });
    const { inbound, heard } = await house.connect();
    for (let count = 0; count < 5; count++) await inbound.message('x');
    expect(turns).toHaveLength(0);
    const late = inbound.message('x');
    expect(heard).toHaveLength(5);
    turns.shift()!();
    await late;
    expect(heard).toHaveLength(6);
    house.clock.advance(1_000);
    await inbound.message('x');
    expect(heard).toHaveLength(7);
  });

  it('drops what waits for its turn when its peer is cut', async () => {
    const turns: (() => void)[] = [];
    const house = createLiveHouse({ turn: (run) => void turns.push(run) });
    const { inbound, heard } = await house.connect();
    const talk = Array.from({ length: 3 }, () => inbound.message('x'));
    house.clock.advance(60_000);
    await Promise.resolve();
    turns.shift()!();
    await Promise.all(talk);
    expect(heard).toEqual(['x']);
  });

  it('survives handlers that throw: a coded error is told, anything else ends the peer with 1011', async () => {
    const house = createLiveHouse();
    const throwing = (error: unknown) => ({
      app: {
        message: async () => {
          throw error;
        },
      },
    });
    const coded = await house.connect(throwing(new CodedError('SOME_CODE', { at: 1 })));
    await coded.inbound.message('x');
    house.tick();
    const refusal = { refuse: 'SOME_CODE', detail: { at: 1 } };
    expect(coded.wire.said).toEqual([{ kind: 'refused', refusal }]);
    expect(coded.peer.state).toBe('open');
    const broken = await house.connect(throwing(new TypeError('a bug')));
    await broken.inbound.message('x');
    expect(broken.wire.closed?.code).toBe(1011);
    expect(house.log.lines.join()).toContain('a bug');
    const sync = await house.connect({
      app: {
        message: () => {
          throw new TypeError('at once');
        },
      },
    });
    await sync.inbound.message('x');
    expect(sync.wire.closed?.code).toBe(1011);
  });

  it('refuses what comes too fast, coded, and ends a peer that goes on', async () => {
    const house = createLiveHouse({ limits: { messages: 10 } });
    const { inbound, wire, heard } = await house.connect();
    for (let index = 0; index < 25; index++) await inbound.message('x');
    house.tick();
    expect(heard).toHaveLength(20);
    const told = (refused: number) => ({
      kind: 'refused',
      refusal: refuse('KERNEL_TOO_FAST', { perSecond: 10, refused }),
    });
    expect(wire.said).toEqual([told(1)]);
    house.clock.advance(1_000);
    await inbound.message('y');
    expect(heard).toHaveLength(21);
    for (let index = 0; index < 40; index++) await inbound.message('x');
    expect(wire.said).toEqual([told(1), told(5)]);
    expect(wire.closed).toEqual({ code: 4429, reason: 'KERNEL_TOO_FAST' });
    const handled = heard.length;
    await inbound.message('after the end');
    expect(heard).toHaveLength(handled);
  });

  it('ends a flood of which some messages are always let through', async () => {
    const house = createLiveHouse({ limits: { messages: 10 } });
    const { inbound, wire } = await house.connect();
    for (let index = 0; index < 100 && !wire.closed; index++) {
      for (let count = 0; count < 5; count++) await inbound.message('x');
      house.clock.advance(100);
    }
    expect(wire.closed).toEqual({ code: 4429, reason: 'KERNEL_TOO_FAST' });
  });

  it('counts what peers break in their transports', async () => {
    const house = createLiveHouse();
    const { inbound } = await house.connect();
    for (const code of [1002, 1007, 1009]) inbound.broke?.(code);
    expect([...house.peers.counters.refusals.keys()]).toEqual([
      'KERNEL_BAD_FRAME',
      'KERNEL_BAD_TEXT',
      'KERNEL_TOO_LARGE',
    ]);
  });

  it('refuses deep nesting in text and in values, and changes nothing', async () => {
    const house = createLiveHouse({ limits: { depth: 4 } });
    const { inbound, heard, peer } = await house.connect();
    await inbound.message('['.repeat(5) + ']'.repeat(5));
    await inbound.message({ a: [[[[1]]]] });
    await inbound.message(`{"a":"${'['.repeat(100)}\\"${'{'.repeat(100)}"}`);
    await inbound.message({ a: [[[1]]] });
    expect(heard).toHaveLength(2);
    expect(house.peers.counters.refusals.get('KERNEL_TOO_DEEP')).toBe(2);
    expect(peer.state).toBe('open');
  });
});

describe('heartbeats', () => {
  it('pings, records the round trip and finds half-open peers', async () => {
    const house = createLiveHouse();
    const { peer, wire, inbound, closed } = await house.connect();
    house.clock.advance(12_500);
    expect(wire.pings).toBe(1);
    house.clock.advance(30);
    inbound.pong();
    expect(peer.rtt).toBe(30);
    house.clock.advance(24_999);
    expect(wire.pings).toBe(1);
    house.clock.advance(1);
    expect(wire.pings).toBe(2);
    house.clock.advance(20_000);
    expect(wire.closed).toEqual({ code: 4408, reason: 'KERNEL_DEAD_LINK' });
    expect(house.clock.waiting).toBe(0);
    await Promise.resolve();
    expect(closed).toEqual([4408]);
    inbound.closed(1006);
    expect(closed).toEqual([4408]);
  });

  it('takes any message for a sign of life, and does not blame a peer that we do not read', async () => {
    const house = createLiveHouse();
    let release = () => {};
    const { wire, inbound } = await house.connect({
      app: {
        message: () =>
          new Promise<void>((resolve) => {
            release = resolve;
          }),
      },
    });
    house.clock.advance(12_500);
    for (let index = 0; index < 40; index++) void inbound.message('x');
    house.clock.advance(20_000);
    expect(wire.closed).toBeNull();
    expect(wire.paused).toBe(true);
    house.clock.advance(120_000);
    expect(wire.closed).toBeNull();
    release();
  });

  it('tells whether a peer is alive now', async () => {
    const house = createLiveHouse();
    const { peer, inbound } = await house.connect();
    const yes = peer.alive(2_000);
    inbound.pong();
    expect(await yes).toBe(true);
    const no = peer.alive(2_000);
    house.clock.advance(2_000);
    expect(await no).toBe(false);
    const gone = peer.alive(2_000);
    inbound.closed(1006);
    expect(await gone).toBe(false);
  });
});

describe('leaving', () => {
  it('tells a peer when to come back, at random within the span, and never closes with 1000 or 1001', async () => {
    const house = createLiveHouse();
    const { wire } = await house.connect();
    house.setRandom(0.25);
    await house.peers.drain(4_000);
    expect(wire.said).toEqual([{ kind: 'comeBack', after: 1_000 }]);
    expect(wire.closed).toEqual({ code: 1012, reason: 'KERNEL_DRAINING', comeBackIn: 1_000 });
    const late = await house.connect();
    expect(late.wire.closed?.code).toBe(1012);
  });

  it('spreads the closes themselves for dialects without a word for it, with the code of their endpoint', async () => {
    const house = createLiveHouse({ endpoint: { drainCode: 4000 } });
    const mute: Codec = { ...createJsonCodec(), notice: () => null };
    const { wire } = await house.connect({ codec: mute });
    const drained = house.peers.drain(4_000);
    house.clock.advance(1_999);
    expect(wire.closed).toBeNull();
    house.clock.advance(1);
    await drained;
    expect(wire.closed?.code).toBe(4000);
  });
});
