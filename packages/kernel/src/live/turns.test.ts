import { describe, expect, it } from 'vitest';
import { Turns } from './turns.ts';

/** A loop whose turns the test takes, and work of a known length. */
function setUp() {
  let now = 0;
  let calls: (() => void)[] = [];
  const turns = new Turns({ mono: () => now }, (run) => void calls.push(run));
  const first = turns.lane();
  const done: string[] = [];
  return {
    turns,
    first,
    done,
    work: (name: string, takes: number, lane = first) =>
      lane.queue(() => {
        now += takes;
        done.push(name);
      }),
    spend: (ms: number) => void (now += ms),
    /** One turn of the loop, of which the others take so much. */
    turn: (others = 0) => {
      now += others;
      const mine = calls;
      calls = [];
      for (const call of mine) call();
    },
    get scheduled() {
      return calls.length;
    },
  };
}

describe('turns', () => {
  it('give those who wait a quarter of a millisecond of each turn, in order', () => {
    const { work, turn, done } = setUp();
    for (const name of 'abcdef') work(name, 0.1);
    turn();
    turn();
    expect(done.join('')).toBe('abcd');
    turn();
    expect(done.join('')).toBe('abcdef');
  });

  it('begin one piece of work in each turn, however long that is', () => {
    const { work, turn, done } = setUp();
    for (const name of 'abc') work(name, 50);
    turn();
    expect(done).toEqual(['a']);
    turn();
    turn();
    expect(done).toEqual(['a', 'b', 'c']);
  });

  it('give a crowd half of what everything else took', () => {
    const { work, turn, done } = setUp();
    for (let count = 0; count < 100; count++) work('x', 0.5);
    turn();
    expect(done).toHaveLength(1);
    turn(8);
    expect(done).toHaveLength(10);
    turn(8);
    expect(done).toHaveLength(18);
  });

  it('share the time between lanes, so that a crowd in one holds up none of another', () => {
    const { turns, work, turn, done } = setUp();
    const other = turns.lane();
    for (let count = 0; count < 100; count++) work('x', 0.1);
    work('a', 0.1, other);
    work('b', 0.1, other);
    turn();
    turn();
    expect(done.join('')).toBe('xaxb');
    turn();
    expect(done.join('')).toBe('xaxbxxx');
  });

  it('tell work that has begun whether it may go on', () => {
    const { first, spend, turn } = setUp();
    const left: boolean[] = [];
    first.queue(() => {
      left.push(first.timeIsLeft);
      spend(0.3);
      left.push(first.timeIsLeft);
    });
    turn();
    expect(left).toEqual([true, false]);
  });

  it('let one piece of work begin out of turn, for a share of its own', () => {
    const rig = setUp();
    const { first, spend, turns, turn } = rig;
    expect(first.begin()).toBe(true);
    expect(first.timeIsLeft).toBe(true);
    spend(0.3);
    expect(first.timeIsLeft).toBe(false);
    expect(turns.lane().begin()).toBe(false);
    turn();
    expect(rig.scheduled).toBe(0);
    expect(first.begin()).toBe(true);
  });

  it('let nobody begin out of turn while others wait', () => {
    const { first, turns, turn, work, done } = setUp();
    for (let count = 0; count < 20; count++) work('x', 1);
    expect(first.begin()).toBe(false);
    turn();
    expect(turns.lane().begin()).toBe(false);
    expect(done).toEqual(['x']);
  });

  it('still come for those who began to wait after somebody had begun out of turn', () => {
    const { first, turn, work, done } = setUp();
    first.begin();
    work('a', 0.1);
    work('b', 0.1);
    turn();
    turn();
    expect(done).toEqual(['a', 'b']);
  });

  it('ask for nothing while nobody waits', () => {
    const rig = setUp();
    rig.work('a', 0);
    rig.turn();
    expect(rig.scheduled).toBe(0);
    expect(rig.first.length).toBe(0);
  });

  it('ask for a bounded number of calls, however many wait', () => {
    const rig = setUp();
    for (let count = 0; count < 10_000; count++) rig.work('x', 0);
    rig.turn();
    expect(rig.scheduled).toBeLessThanOrEqual(16);
    for (let turn = 0; turn < 10_000 / 16; turn++) rig.turn();
    expect(rig.done).toHaveLength(10_000);
  });

  it('wait for what a turn is awaited for', async () => {
    const turns = new Turns({ mono: () => 0 }, queueMicrotask).lane();
    const order: number[] = [];
    await Promise.all([1, 2, 3].map((n) => turns.next().then(() => order.push(n))));
    expect(order).toEqual([1, 2, 3]);
  });
});
