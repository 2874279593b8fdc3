import { describe, expect, it } from 'vitest';
import { refuse } from '../ports/base.ts';
import type { Codec } from '../ports/peer.ts';
import { createJsonCodec } from '../testing/fake-wire.ts';
import { createLiveHouse } from '../testing/live-house.ts';

describe("one peer's fault", () => {
  it('takes no write from the peers behind it in the same tick', async () => {
    const house = createLiveHouse();
    const [bad, good] = [await house.connect(), await house.connect()];
    bad.wire.write = () => {
      throw new Error('a broken wire');
    };
    bad.peer.send('x');
    good.peer.send('y');
    house.tick();
    expect(good.wire.said).toEqual(['y']);
    expect(house.log.lines.join()).toContain('a broken wire');
  });

  it('ends in the log when its dialect has no words for a refusal', async () => {
    const codec: Codec = {
      ...createJsonCodec(),
      notice() {
        throw new TypeError('no words');
      },
    };
    const house = createLiveHouse({ limits: { depth: 1 } });
    const { inbound, heard } = await house.connect({ codec });
    await inbound.message('[[[[]]]]');
    await inbound.message('[]');
    expect(heard).toEqual(['[]']);
    expect(house.log.lines.join()).toContain('no words');
  });

  it('ends its own connection when its app fails at a pong', async () => {
    const house = createLiveHouse();
    const { inbound, wire } = await house.connect({
      app: {
        pong() {
          throw new TypeError('a bug');
        },
      },
    });
    inbound.pong();
    expect(wire.closed?.code).toBe(1011);
  });

  it('is found by the heartbeat, however often others ask whether it is there', async () => {
    const house = createLiveHouse();
    const { peer, wire } = await house.connect();
    house.clock.advance(12_500);
    for (let asked = 0; asked < 4; asked++) {
      void peer.alive(2_000);
      house.clock.advance(5_000);
    }
    expect(wire.closed?.code).toBe(4408);
  });
});

describe('the last words of a peer', () => {
  it('are handled before the app hears that it left', async () => {
    const house = createLiveHouse();
    const order: unknown[] = [];
    const { inbound } = await house.connect({
      app: {
        async message(data) {
          await Promise.resolve();
          order.push(data);
        },
        closed: (code) => void order.push(code),
      },
    });
    const handled = [inbound.message('one'), inbound.message('two'), inbound.message('three')];
    inbound.closed(1000);
    await Promise.all(handled);
    await Promise.resolve();
    expect(order).toEqual(['one', 'two', 'three', 1000]);
  });
});

describe('an answer by a way of its own', () => {
  it('comes behind what was sent before it', async () => {
    const house = createLiveHouse();
    const order: unknown[] = [];
    let send: (message: unknown) => void;
    const { peer, wire, inbound } = await house.connect({
      app: {
        async message(_data, reply) {
          send('event');
          reply!('answer');
        },
      },
    });
    send = (message) => peer.send(message);
    wire.write = (frames) => order.push(...frames.map(({ data }) => data)) > 0;
    await inbound.message('ask', (value) => order.push(value));
    expect(order).toEqual(['"event"', 'answer']);
  });

  it('K10: is bounded: who asks and never reads is cut', async () => {
    const house = createLiveHouse({ limits: { queue: 1_000 } });
    let answers = 0;
    const { wire, inbound } = await house.connect({
      app: {
        message: async (_data, reply) => reply!('x'),
      },
    });
    wire.queued = () => answers * 100;
    for (let asked = 0; asked < 20; asked++) await inbound.message('ask', () => void answers++);
    expect(wire.closed?.code).toBe(4503);
    expect(answers).toBe(11);
  });
});

describe('a refusal', () => {
  it('by the app closes with 4403, also where a drain has its own code', async () => {
    const house = createLiveHouse({ endpoint: { drainCode: 1012 } });
    const { wire, accepted } = await house.connect({ refusal: refuse('NOT_YOU') });
    expect(accepted).toEqual(refuse('NOT_YOU'));
    expect(wire.closed).toEqual({ code: 4403, reason: 'NOT_YOU' });
  });
});
