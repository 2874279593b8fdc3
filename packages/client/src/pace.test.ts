import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pace } from './pace.ts';
import { FakeTimers } from './testing/fake-timers.ts';

interface OnTheWay {
  readonly at: number;
  /** Of a ping. */
  readonly id?: string;
}

/** A hub with the kernel's bound, at the end of a line that may stand still: then all comes at once. */
function setUp(rate = 200) {
  const timers = new FakeTimers();
  const line = { stalled: false, delay: 10 };
  const way: OnTheWay[] = [];
  const hub = { tokens: 2 * rate, filledAt: timers.now(), refused: 0, took: 0 };
  let waiting = 0;
  let said = 0;
  const pace = new Pace(timers, (id) => send({ at: timers.now(), id }), flush);

  function send(message: OnTheWay): void {
    way.push(message);
    timers.after(line.delay, arrive);
  }

  function arrive(): void {
    while (!line.stalled && way[0] && way[0].at + line.delay <= timers.now()) handle(way.shift()!);
  }

  function handle({ id }: OnTheWay): void {
    const now = timers.now();
    hub.tokens = Math.min(2 * rate, hub.tokens + ((now - hub.filledAt) / 1_000) * rate);
    hub.filledAt = now;
    if (hub.tokens < 1) {
      hub.refused++;
      return;
    }
    hub.tokens--;
    hub.took++;
    if (id !== undefined) timers.after(line.delay, () => pace.pong(id));
  }

  function flush(): void {
    while (waiting > 0 && pace.take()) {
      waiting--;
      said++;
      send({ at: timers.now() });
    }
  }

  // `hello` counts too.
  send({ at: timers.now() });
  pace.begin(rate);
  return {
    timers,
    pace,
    hub,
    say: (count: number) => {
      waiting += count;
      flush();
    },
    stall(stalled: boolean) {
      line.stalled = stalled;
      arrive();
    },
    get said() {
      return said;
    },
    get waiting() {
      return waiting;
    },
  };
}

describe('the pace', () => {
  it('lets little go at once, without a question', () => {
    const { say, hub, timers } = setUp();
    say(50);
    timers.advance(20);
    expect(hub.took).toBe(51);
  });

  it('says a thousand messages as fast as the hub takes them and no faster', () => {
    const parts = setUp();
    parts.say(1_000);
    expect(parts.said).toBeGreaterThan(150);
    expect(parts.said).toBeLessThanOrEqual(180);
    let seconds = 0;
    for (; parts.waiting > 0; seconds++) parts.timers.advance(1_000);
    parts.timers.advance(1_000);
    expect(parts.hub.refused).toBe(0);
    expect(parts.hub.took).toBeGreaterThan(1_000);
    // (1000 - 180) / 180, and the pings.
    expect(seconds).toBeLessThanOrEqual(6);
  });

  it('has no more on the way than the hub takes in one piece, however long the line stands still', () => {
    const parts = setUp();
    parts.stall(true);
    parts.say(1_000);
    parts.timers.advance(20_000);
    expect(parts.said).toBeLessThanOrEqual(200);
    parts.stall(false);
    parts.timers.advance(20_000);
    expect(parts.hub.refused).toBe(0);
    expect(parts.waiting).toBe(0);
  });

  it('asks again when a ping was lost, and goes on', () => {
    const parts = setUp();
    parts.hub.tokens = -40;
    parts.say(400);
    parts.timers.advance(30_000);
    expect(parts.hub.refused).toBeGreaterThan(0);
    expect(parts.waiting).toBe(0);
  });

  it('is never refused, whatever is said and however the line stalls', () => {
    const say = fc.integer({ min: 0, max: 500 });
    // A line that stands still for longer is left.
    const stall = fc.integer({ min: 0, max: 25_000 });
    const wait = fc.integer({ min: 0, max: 5_000 });
    const step = fc.record({ before: say, stall, meanwhile: say, wait });
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 500 }), fc.array(step, { maxLength: 4 }), (rate, steps) => {
        const parts = setUp(rate);
        for (const { before, stall, meanwhile, wait } of steps) {
          parts.say(before);
          parts.stall(true);
          parts.say(meanwhile);
          parts.timers.advance(stall);
          parts.stall(false);
          parts.timers.advance(wait);
        }
        parts.timers.advance(60_000);
        expect([parts.hub.refused, parts.waiting]).toEqual([0, 0]);
      }),
      { numRuns: 50 },
    );
  });

  it('leaves no timer behind', () => {
    const { pace, say, timers } = setUp();
    timers.advance(1_000);
    say(1);
    timers.advance(1_000);
    while (pace.take());
    const { pending } = timers;
    pace.end();
    expect(timers.pending).toBe(pending - 1);
  });
});
