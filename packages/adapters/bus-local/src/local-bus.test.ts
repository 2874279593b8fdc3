import { describeBus } from '@posthouse/kernel/testing';
import { describe, expect, it } from 'vitest';
import { createBus } from './local-bus.ts';

describeBus('process memory', async () => ({ bus: createBus(), settled: async () => {} }));

describe('the local bus', () => {
  it('forgets entries by age', async () => {
    let now = 0;
    const bus = createBus({ now: () => now });
    const keep = { count: 100, age: 1_000 };
    const first = await bus.append('log', 'old', keep);
    now = 2_001;
    await bus.append('log', 'new', keep);
    expect(await bus.since('log', { ...first, seq: 0 })).toBe('gap');
    expect(await bus.since('log', first)).toHaveLength(1);
  });

  it('holds a bounded number of logs; a forgotten one is a gap, never a wrong answer', async () => {
    const bus = createBus({ logs: 2 });
    const keep = { count: 10, age: 1_000 };
    const first = await bus.append('a', '1', keep);
    await bus.append('b', '1', keep);
    await bus.append('c', '1', keep);
    expect(await bus.since('a', first)).toBe('gap');
    const again = await bus.append('a', '1', keep);
    expect(again.epoch).not.toBe(first.epoch);
  });

  it('forgets the log that was quiet longest, whatever was written how often', async () => {
    const bus = createBus({ logs: 2 });
    const keep = { count: 10, age: 1_000 };
    const first = await bus.append('a', '1', keep);
    await bus.append('a', '2', keep);
    const quiet = await bus.append('b', '1', keep);
    await bus.append('a', '3', keep);
    await bus.append('c', '1', keep);
    expect(await bus.since('a', first)).toHaveLength(2);
    expect(await bus.since('b', quiet)).toBe('gap');
  });

  it('forgets no log because others were asked for', async () => {
    const bus = createBus({ logs: 2 });
    const keep = { count: 10, age: 1_000 };
    const first = await bus.append('a', '1', keep);
    for (let n = 0; n < 10; n++) {
      const head = await bus.head(`stranger ${n}`);
      expect(await bus.since(`stranger ${n}`, head)).toEqual([]);
    }
    expect(await bus.since('a', { ...first, seq: 0 })).toHaveLength(1);
    const head = await bus.head('b');
    expect(await bus.append('b', '1', keep)).toEqual({ ...head, seq: 1 });
  });
});
