import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createClock } from './clock.ts';
import { TimerWheel } from './timer-wheel.ts';

/** A wheel over a fake clock's timers: what the system's timers do, without waiting. */
function setUp() {
  const time = createFakeClock(1_000_000);
  const sleeps: number[] = [];
  const sleep = (wait: number, fn: () => void) => {
    sleeps.push(wait);
    return time.after(wait, fn);
  };
  return { time, sleeps, sleep, wheel: new TimerWheel(() => time.mono(), sleep) };
}

describe('the clock', () => {
  it('fires no entry early and none more than one slot late, for any set of waits', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 60 }), (waits) => {
        const { time, wheel } = setUp();
        const late: number[] = [];
        for (const wait of waits) {
          wheel.add(wait, () => late.push(time.mono() - wait));
          time.advance(0);
        }
        time.advance(60_005);
        expect(late).toHaveLength(waits.length);
        expect(late.every((by) => by >= 0 && by <= 5)).toBe(true);
        expect(wheel.size).toBe(0);
      }),
    );
  });

  it('forgets what is cancelled, also from inside another entry', () => {
    const { time, wheel } = setUp();
    const fired: string[] = [];
    const cancel = wheel.add(10, () => fired.push('cancelled'));
    wheel.add(4, () => cancel());
    wheel.add(20, () => fired.push('kept'));
    time.advance(100);
    expect(fired).toEqual(['kept']);
    cancel();
    expect(wheel.size).toBe(0);
  });

  it('keeps one real timer for any number of entries and none for an empty wheel', () => {
    const { time, wheel } = setUp();
    for (let index = 0; index < 1_000; index++) wheel.add(5_000 + index, () => {});
    expect(time.waiting).toBe(1);
    time.advance(10_000);
    expect(time.waiting).toBe(0);
  });

  it('finds entries that are more than one lap away', () => {
    const { time, wheel } = setUp();
    let fired = 0;
    wheel.add(60_000, () => fired++);
    time.advance(59_999);
    expect(fired).toBe(0);
    time.advance(6);
    expect(fired).toBe(1);
  });

  it('goes on with the other entries after one threw', () => {
    const { time, wheel } = setUp();
    let fired = 0;
    wheel.add(10, () => {
      throw new Error('of the first');
    });
    wheel.add(10, () => fired++);
    expect(() => time.advance(20)).toThrow('of the first');
    time.advance(20);
    expect(fired).toBe(1);
  });

  it('lets entries add entries', () => {
    const { time, wheel } = setUp();
    const at: number[] = [];
    const again = () => {
      at.push(time.mono());
      if (at.length < 4) wheel.add(0, again);
    };
    wheel.add(0, again);
    time.advance(50);
    expect(at).toHaveLength(4);
  });

  it('sleeps for nothing once everything is cancelled, and wakes for what comes after', () => {
    const { time, wheel } = setUp();
    wheel.add(4_000, () => {})();
    expect(time.waiting).toBe(0);
    const fired: string[] = [];
    wheel.add(10, () => fired.push('later'));
    time.advance(15);
    expect(fired).toEqual(['later']);
    expect(time.waiting).toBe(0);
  });

  it('never runs backwards, and catches up at half speed after the wall was set back', () => {
    const { time, sleep } = setUp();
    const clock = createClock({ wall: () => time.now(), mono: () => time.mono(), sleep });
    const before = clock.now();
    time.leap(-3_600_000);
    expect(clock.now()).toBe(before);
    time.advance(10_000);
    expect(clock.now()).toBe(before + 5_000);
    time.advance(7_200_000);
    expect(clock.now()).toBe(time.now());
    time.leap(60_000);
    expect(clock.now()).toBe(time.now());
  });
});
