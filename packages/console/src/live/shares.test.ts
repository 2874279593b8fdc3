import type { RoomListener } from '@posthouse/client';
import { describe, expect, it } from 'vitest';
import { createShares } from './shares.ts';

interface Thing {
  readonly id: number;
  readonly word: string;
  readonly gone?: boolean;
}

/** A hub whose rooms say what the test says. */
function rig() {
  const joined: { name: string; listener: RoomListener; closed: boolean }[] = [];
  let there = true;
  const shares = createShares((room, listener) => {
    if (!there) return undefined;
    const one = { name: room.name, listener, closed: false };
    joined.push(one);
    return { room, pos: undefined, close: () => void (one.closed = true) };
  });
  return { joined, shares, setThere: (is: boolean) => (there = is) };
}

const things = {
  name: 'things',
  key: 'all',
  id: ({ id }: Thing) => String(id),
  gone: ({ gone }: Thing) => gone === true,
};
const gap = {
  from: { epoch: 'a', seq: 1 },
  to: { epoch: 'a', seq: 3 },
  reason: 'trimmed' as const,
};

describe('a state room', () => {
  it('is its newest values; a snapshot replaces what was known', () => {
    const { joined, shares } = rig();
    const { view } = shares.state(things);
    expect(view.ready.value).toBe(false);
    const { listener } = joined[0]!;
    listener.snapshot?.([
      { id: 1, word: 'a' },
      { id: 2, word: 'b' },
    ]);
    listener.message({ id: 1, word: 'c' });
    listener.message({ id: 2, word: 'b', gone: true });
    expect([...view.values]).toEqual([['1', { id: 1, word: 'c' }]]);
    listener.snapshot?.([{ id: 3, word: 'd' }]);
    expect([...view.values.keys()]).toEqual(['3']);
    expect(view.ready.value).toBe(true);
  });

  it('is joined once for all pages, and left with the last', () => {
    const { joined, shares } = rig();
    const one = shares.state(things);
    joined[0]!.listener.snapshot?.([{ id: 1, word: 'a' }]);
    const two = shares.state(things);
    expect(joined).toHaveLength(1);
    expect([...two.view.values.keys()]).toEqual(['1']);
    one.leave();
    one.leave();
    expect(joined[0]!.closed).toBe(false);
    two.leave();
    expect(joined[0]!.closed).toBe(true);
    shares.state(things);
    expect(joined).toHaveLength(2);
  });

  it('keeps its values while there is no client, and is joined again by the next', () => {
    const { joined, shares, setThere } = rig();
    setThere(false);
    const { view } = shares.state(things);
    expect(joined).toHaveLength(0);
    setThere(true);
    shares.found();
    joined[0]!.listener.snapshot?.([{ id: 1, word: 'a' }]);
    shares.lost();
    expect(view.values.size).toBe(1);
    shares.found();
    expect(joined).toHaveLength(2);
  });

  it('tells its pages of every message, and when to ask again', () => {
    const { joined, shares } = rig();
    const heard: unknown[] = [];
    const { leave } = shares.state(things, {
      message: ({ id }) => heard.push(id),
      resync: () => heard.push('resync'),
    });
    shares.state(things);
    const { listener } = joined[0]!;
    listener.snapshot?.([]);
    listener.message({ id: 4, word: 'x' });
    leave();
    listener.message({ id: 5, word: 'x' });
    expect(heard).toEqual(['resync', 4]);
  });

  it('is a first joining for whoever comes later', async () => {
    const { joined, shares } = rig();
    shares.state(things);
    joined[0]!.listener.snapshot?.([]);
    let asked = 0;
    shares.state(things, { resync: () => asked++ });
    shares.state(things, { resync: () => asked++ }).leave();
    await Promise.resolve();
    expect(asked).toBe(1);
  });

  it('says when the hub will not have us', () => {
    const { joined, shares } = rig();
    const { view } = shares.state(things);
    joined[0]!.listener.refused?.({ code: 'KERNEL_FORBIDDEN' } as never);
    expect(view.refused.value).toBe('KERNEL_FORBIDDEN');
  });
});

describe('a log room', () => {
  it('keeps what was said, the last five hundred', () => {
    const { joined, shares } = rig();
    const { view } = shares.log<number>({ name: 'log', key: 'all' });
    for (let n = 0; n < 510; n++) joined[0]!.listener.message(n);
    expect(view.entries.value).toHaveLength(500);
    expect(view.entries.value.at(0)).toBe(10);
    expect(view.entries.value.at(-1)).toBe(509);
  });

  it('asks its pages to look again after a gap and after a join that recovered nothing', () => {
    const { joined, shares } = rig();
    let asked = 0;
    shares.log({ name: 'log', key: 'all' }, { resync: () => asked++ });
    const { listener } = joined[0]!;
    listener.subscribed?.(true);
    expect(asked).toBe(0);
    listener.subscribed?.(false);
    listener.gap?.(gap as never);
    expect(asked).toBe(2);
  });
});
